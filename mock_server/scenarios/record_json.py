"""Records of a world as JSON and back, exactly."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from mock_server.domain import model, tables, times
from mock_server.domain.store import Table
from mock_server.json_names import camel_case
from mock_server.json_value import Json, JsonObject

if TYPE_CHECKING:
    from cattrs import Converter

V = TypeVar("V")

RECORDS: Mapping[Table[Any], type[Any]] = {
    tables.INDUSTRIES: model.Industry,
    tables.USERS: model.User,
    tables.CLIENTS: model.Client,
    tables.API_KEYS: model.ApiKey,
    tables.CLIENT_MEMBERSHIPS: model.ClientMembership,
    tables.CLIENT_INVITES: model.ClientInvite,
    tables.ACCEPTED_INVITES: model.ClientInvite,
    tables.ORGANISATIONS: model.Organisation,
    tables.MEMBERSHIPS: model.Membership,
    tables.DOCUMENTS: model.Document,
    tables.AUTH_CODES: model.AuthCode,
    tables.USED_CODES: model.UsedCode,
    tables.DUES: model.Due,
    tables.OUTBOX: model.Outgoing,
}
"""What each table of a world holds."""


class RecordJsonError(Exception):
    """A value that does not read as what it stands for; the message says where and why, on one line."""


def to_json(value: Any) -> Json:
    """A dataclass as JSON: members in camel case, moments as text."""
    written: Json = _converter().unstructure(value)
    return written


def from_json(kind: type[V], value: Json, place: str) -> V:
    """The dataclass that a JSON value stands for, no member more and none less. Raises RecordJsonError."""
    from cattrs import transform_error  # noqa: PLC0415  (heavy, and rarely needed)

    try:
        return _converter().structure(value, kind)
    except Exception as error:  # the library raises groups of whatever a reader raises
        reasons = transform_error(error, path=place, format_exception=_reason)
        raise RecordJsonError("; ".join(reasons[:5])) from error


@cache
def _converter() -> "Converter":
    from cattrs import Converter  # noqa: PLC0415  (heavy, and rarely needed)
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override  # noqa: PLC0415  (same)

    converter = Converter()

    def renamed(kind: type[Any]) -> dict[str, Any]:
        return {field.name: override(rename=camel_case(field.name)) for field in dataclasses.fields(kind)}

    def reader(kind: type[Any]) -> Callable[[Any, Any], Any]:
        read = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **renamed(kind))
        return lambda value, wanted: read(_exactly(dict)(value, wanted), wanted)

    converter.register_structure_hook_factory(dataclasses.is_dataclass, reader)
    converter.register_unstructure_hook_factory(
        dataclasses.is_dataclass, lambda kind: make_dict_unstructure_fn(kind, converter, **renamed(kind))
    )
    for plain in (str, bool, int):
        converter.register_structure_hook(plain, _exactly(plain))
    converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))
    converter.register_structure_hook_func(lambda kind: kind == JsonObject, _exactly(dict))
    converter.register_unstructure_hook_func(lambda kind: kind == JsonObject, lambda value: value)
    converter.register_unstructure_hook(StrEnum, lambda value: value.value)
    converter.register_structure_hook(datetime, lambda value, _: times.read(_exactly(str)(value, str)))
    converter.register_unstructure_hook(datetime, times.written)
    return converter


def _exactly(plain: type[V]) -> Callable[[Any, Any], V]:
    def read(value: Any, _: Any) -> V:
        if type(value) is not plain:
            raise TypeError
        return value

    return read


_WORDS = {str: "text", bool: "true or false", int: "a whole number", datetime: "a time with its zone"}


def _reason(error: BaseException, kind: type[Any] | None) -> str:
    """In words that do not repeat the value."""
    from cattrs.errors import ForbiddenExtraKeysError  # noqa: PLC0415  (heavy, and rarely needed)

    if isinstance(error, ForbiddenExtraKeysError):
        return "a member that does not belong there"
    if isinstance(error, KeyError):
        return "a member is missing"
    plain = getattr(kind, "__supertype__", kind)
    return f"not {_WORDS.get(plain, 'what belongs there')}" if plain is not None else "not what belongs there"
