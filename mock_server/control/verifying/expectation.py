"""A request that a test expects, and how a recorded one differs from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, unquote

from mock_server.catalogue import INVALID_REQUEST
from mock_server.contract.alike import did_you_mean
from mock_server.contract.validators import PartValidator
from mock_server.control.journal_filter import JournalFilter
from mock_server.control.services import Services
from mock_server.control.verifying.json_match import MISSING, Difference, Missing, at, differences
from mock_server.domain.violations import Violation
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.people import principal_named
from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json

_MOST_TOLD = 10
_LONGEST_TOLD = 200
_POINTER = {"type": "string", "pattern": "^(/([^~/]|~[01])*)*$"}
_VALUES = {
    "type": "object",
    "additionalProperties": {"type": ["string", "null"]},
    "description": "Values by name; null: not sent.",
}
EXPECTATION_MEMBERS: Mapping[str, Any] = {
    "operation": {"type": "string", "description": "An operationId."},
    "method": {"type": "string"},
    "path": {"type": "string", "pattern": "^/", "description": "The whole path; {any} stands for one segment."},
    "status": {
        "anyOf": [
            {"type": "integer", "minimum": 100, "maximum": 599},
            {"type": "string", "pattern": "^[1-5]([0-9][0-9]|[xX][xX])$"},
        ],
        "description": "For example 404, or 4xx.",
    },
    "errorCode": {"type": ["string", "null"], "description": "Null: not refused."},
    "principal": {"type": "string", "description": "The email or id of a user, the id of a client, or anonymous."},
    "organisation": {"type": "string", "description": "The id of the selected organisation."},
    "query": _VALUES,
    "headers": _VALUES,
    "body": {"description": "JSON that the body has, whatever else it has."},
    "exact": {"type": "boolean", "description": "The body has nothing else."},
    "bodyAt": {
        "type": "object",
        "propertyNames": _POINTER,
        "description": "Exact values by JSON pointer into the body.",
    },
    "bodySchema": {"type": ["object", "boolean"], "description": "A JSON Schema (2020-12) that the body matches."},
}
"""What an expectation may say; what it leaves out does not matter."""

_FILTERED = ("operation", "method", "status", "principal", "organisation")


@dataclass(frozen=True, slots=True)
class Expectation:
    """`told` is what was asked for, as it was sent."""

    told: Mapping[str, Any]
    services: Services
    schema: PartValidator | None

    def differs(self, exchange: Exchange) -> tuple[str, ...]:
        """How the recorded request differs, credentials masked, the first few differences; empty where it is one."""
        return tuple(islice(self._differences(exchange), _MOST_TOLD))

    def _differences(self, exchange: Exchange) -> Iterator[str]:
        for name in _FILTERED:
            if name in self.told and not self._filter(name).wants(exchange.world, exchange.entry):
                yield f"{name}: {_of(exchange, name)} instead of {self.told[name]}"
        if "path" in self.told and not _is_path(self.told["path"], exchange.path):
            yield f"path: {exchange.shown_target.partition('?')[0]} instead of {self.told['path']}"
        if "errorCode" in self.told and self.told["errorCode"] != exchange.entry.error_code:
            yield f"errorCode: {exchange.entry.error_code} instead of {self.told['errorCode']}"
        query = parse_qs(exchange.entry.target.partition("?")[2], keep_blank_values=True)
        yield from _values(exchange, "query", self.told.get("query", {}), query)
        headers = {name.lower(): value for name, value in self.told.get("headers", {}).items()}
        yield from _values(exchange, "header", headers, exchange.entry.headers)
        yield from self._of_body(exchange)

    def _filter(self, name: str) -> JournalFilter:
        return JournalFilter.of({name: str(self.told[name])}, self.services)

    def _of_body(self, exchange: Exchange) -> Iterator[str]:
        found: Json | Missing = (
            exchange.sent if exchange.sent is not None or exchange.entry.body == b"null" else MISSING
        )
        if "body" in self.told:
            for each in differences(self.told["body"], found, exact=bool(self.told.get("exact", False))):
                yield _told(exchange, each)
        for pointer, value in self.told.get("bodyAt", {}).items():
            for each in differences(value, at(found, pointer), exact=True, pointer=pointer):
                yield _told(exchange, each)
        if self.schema is None:
            return
        if isinstance(found, Missing):
            yield "body: no JSON instead of what matches bodySchema"
            return
        yield from (f"body{each.pointer}: {each.message}" for each in self.schema.failures(found))


def expectation_of(services: Services, told: Mapping[str, Any]) -> Expectation:
    """Raises Violation(Mock.InvalidRequest) for an operation that there is not, or a schema that is none."""
    operation = told.get("operation")
    if operation is not None and operation not in services.contract.operations:
        meant = did_you_mean(operation, services.contract.operations)
        reason = f"There is no such operation{f': {meant}' if meant else '.'}"
        raise Violation(INVALID_REQUEST, reason=reason)
    if told.get("exact") and "body" not in told:
        raise Violation(INVALID_REQUEST, reason="exact is about the body: send body with it.")
    schema = _compiled(told["bodySchema"]) if "bodySchema" in told else None
    return Expectation(told, services, schema)


def _compiled(schema: Any) -> PartValidator:
    if _refers_outside(schema):
        raise Violation(INVALID_REQUEST, reason="bodySchema may refer to parts of itself alone: $ref begins with #.")
    try:
        return PartValidator({"allOf": [schema]} if isinstance(schema, bool) else schema, {})
    except Exception as error:  # whatever the library finds wrong with it
        raise Violation(INVALID_REQUEST, reason="bodySchema is no JSON Schema (2020-12).") from error


def _refers_outside(schema: Any) -> bool:
    if isinstance(schema, Mapping):
        named = (schema.get(name) for name in ("$ref", "$dynamicRef"))
        if any(isinstance(each, str) and not each.startswith("#") for each in named):
            return True
        if "$id" in schema or "$schema" in schema or "components" in schema:
            return True
        return any(map(_refers_outside, schema.values()))
    return isinstance(schema, list) and any(map(_refers_outside, schema))


def _is_path(wanted: str, sent: str) -> bool:
    parts, segments = wanted.split("/"), sent.split("/")
    return len(parts) == len(segments) and all(
        (part.startswith("{") and part.endswith("}") and segment) or part in (segment, unquote(segment))
        for part, segment in zip(parts, segments, strict=True)
    )


def _of(exchange: Exchange, name: str) -> object:
    entry = exchange.entry
    return {
        "operation": entry.operation_id,
        "method": entry.method,
        "status": entry.status or None,
        "principal": principal_named(exchange.world, entry.principal),
        "organisation": entry.organisation_id,
    }[name]


def _values(exchange: Exchange, kind: str, wanted: Mapping[str, str | None], sent: Mapping[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        found = sent.get(name, ())
        if (value is None and found) or (value is not None and value not in found):
            shown = ", ".join(_masked(exchange, kind, name, each) for each in found) or "nothing"
            other = "nothing" if value is None else _masked(exchange, kind, name, value)
            yield _short(f"{kind} {name}: {shown} instead of {other}")


def _masked(exchange: Exchange, kind: str, name: str, value: str) -> str:
    return exchange.masking.header(name, value) if kind == "header" else str(exchange.masking.member(name, value))


def _told(exchange: Exchange, difference: Difference) -> str:
    name = difference.pointer.rpartition("/")[2]

    def shown(value: Json | Missing) -> str:
        masked = value if isinstance(value, Missing) else exchange.masking.member(name, value)
        return str(masked) if isinstance(masked, Missing) else write_json(masked).decode()

    return _short(f"body{difference.pointer}: {shown(difference.found)} instead of {shown(difference.expected)}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TOLD else text[:_LONGEST_TOLD] + " ..."
