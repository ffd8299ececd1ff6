"""OpenAPI Overlay 1.0: documents that change another document.

See https://spec.openapis.org/overlay/v1.0.0.html. Stricter than it where silence would hide a mistake: an
action that matches nothing, an unknown member, and values of different kinds are errors.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mock_server.contract.errors import ContractError

if TYPE_CHECKING:
    import jsonpath

_DOCUMENT_MEMBERS = ("overlay", "info", "extends", "actions")
_ACTION_MEMBERS = ("target", "description", "update", "remove")

_Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One change: what the JSONPath `target` selects is merged with `update`, or removed where there is none.

    `place` names the action in messages.
    """

    target: str
    update: Any
    place: str

    @property
    def removes(self) -> bool:
        return self.update is None


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one overlay document, in order."""

    name: str
    actions: tuple[Action, ...]


def read_overlay(document: Mapping[str, Any], name: str) -> Overlay:
    """The overlay a document describes. Raises ContractError with `name` and the action where it is none."""
    _require_known_members(document, _DOCUMENT_MEMBERS, name)
    version = document.get("overlay")
    if not (isinstance(version, str) and version.startswith("1.0.")):
        raise ContractError(f"{name}: overlay must say 1.0.0")
    info = document.get("info")
    if not (isinstance(info, dict) and {"title", "version"} <= info.keys()):
        raise ContractError(f"{name}: info must have a title and a version")
    actions = document.get("actions")
    if not (isinstance(actions, list) and actions):
        raise ContractError(f"{name}: actions must be a list of at least one action")
    places = [f"{name}: action {number}" for number in range(1, len(actions) + 1)]
    return Overlay(name, tuple(_read_action(*pair) for pair in zip(actions, places, strict=True)))


def apply_overlay(
    document: Mapping[str, Any], overlay: Overlay, strict: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """A changed copy of the document, and warnings.

    Strict, an action that matches nothing or does not fit raises ContractError. Otherwise it is left
    out, with a warning.
    """
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    warnings: list[str] = []
    for action in overlay.actions:
        try:
            changed = _applied(changed, action)
        except ContractError as error:
            if strict:
                raise
            warnings.append(str(error))
    return changed, warnings


def merged(target: Any, update: Any) -> Any:
    """The target with the update merged in: objects by member, arrays joined, other values replaced.

    Neither is changed. Raises TypeError where an object or an array meets another kind of value.
    """
    if isinstance(target, dict) and isinstance(update, dict):
        common = {key: merged(target[key], update[key]) for key in update if key in target}
        return {**target, **copy.deepcopy(update), **common}
    if isinstance(target, list) and isinstance(update, list):
        return [*target, *copy.deepcopy(update)]
    if isinstance(target, dict | list) or isinstance(update, dict | list):
        raise TypeError(f"{_kind(update)} cannot be merged into {_kind(target)}")
    return update


def _read_action(action: Any, place: str) -> Action:
    if not isinstance(action, dict):
        raise ContractError(f"{place}: must be an object")
    _require_known_members(action, _ACTION_MEMBERS, place)
    target = action.get("target")
    if not isinstance(target, str):
        raise ContractError(f"{place}: target must be a JSONPath")
    _compiled(target, place)
    if action.get("remove", False) is not (action.get("update") is None):
        raise ContractError(f"{place}: must have either an update or `remove: true`")
    return Action(target, action.get("update"), place)


def _require_known_members(value: Mapping[str, Any], known: Sequence[str], place: str) -> None:
    unknown = [key for key in value if key not in known and not key.startswith("x-")]
    if unknown:
        raise ContractError(f"{place}: {unknown[0]} is no member that Overlay 1.0 knows")


def _compiled(target: str, place: str) -> "jsonpath.JSONPath | jsonpath.CompoundJSONPath":
    library = import_module("jsonpath")  # here: a server reads what was built, and this takes long
    try:
        path: jsonpath.JSONPath | jsonpath.CompoundJSONPath = library.compile(target, strict=True)
    except library.JSONPathError as error:
        reason = str(error).partition("\n")[0]
        raise ContractError(f"{place}: {target} is no JSONPath ({reason})") from error
    return path


def _applied(document: dict[str, Any], action: Action) -> dict[str, Any]:
    matches = _compiled(action.target, action.place).finditer(document)
    locations = [tuple(match.parts) for match in matches]
    if not locations:
        raise ContractError(f"{action.place}: {action.target} matches nothing")
    if action.removes:
        return _without(document, locations, action.place)
    return _updated(document, locations, action)


def _without(document: dict[str, Any], locations: list[_Location], place: str) -> dict[str, Any]:
    if () in locations:
        raise ContractError(f"{place}: the document itself cannot be removed")
    # Last first: removing an entry of an array moves those behind it.
    for location in reversed(locations):
        del _value_at(document, location[:-1])[location[-1]]
    return document


def _updated(document: dict[str, Any], locations: list[_Location], action: Action) -> dict[str, Any]:
    try:
        values = [_updated_target(_value_at(document, location), action.update) for location in locations]
    except TypeError as error:
        raise ContractError(f"{action.place}: {action.target}: {error}") from error
    for location, value in zip(locations, values, strict=True):
        if not location:
            return dict(value)
        _value_at(document, location[:-1])[location[-1]] = value
    return document


def _updated_target(target: Any, update: Any) -> Any:
    """What a target becomes: an array takes the update as one entry, an object is merged with it."""
    if isinstance(target, list):
        return [*target, copy.deepcopy(update)]
    if not (isinstance(target, dict) and isinstance(update, dict)):
        raise TypeError(f"{_kind(update)} cannot be merged into {_kind(target)}")
    return merged(target, update)


def _value_at(document: dict[str, Any], location: _Location) -> Any:
    value: Any = document
    for part in location:
        value = value[part]
    return value


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else "a plain value"
