"""What became of one operation: its id, parameters and body."""

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.contract.diff.change import Finding
from mock_server.contract.diff.operation import OperationAt
from mock_server.contract.diff.schemas import Direction, SchemaComparison, deprecation
from mock_server.contract.diff.side import Side, Spot

_STYLE = ("style", "explode", "allowReserved")


class Exchange:
    """The two documents, and how schemas in them are compared."""

    def __init__(self, older: Side, newer: Side) -> None:
        self.older, self.newer = older, newer
        self.schemas = SchemaComparison(older, newer)

    def content(self, direction: Direction, older: Spot, newer: Spot) -> Iterator[Finding]:
        """The media types of a body or an answer, and the schema of each."""
        before, after = _by_media_type(older), _by_media_type(newer)
        for media, spot in before.items():
            if media not in after:
                told = f"{self.older.label(older.pointer)} no longer comes as {media}"
                yield Finding(f"{direction}-media-type-removed", spot.pointer, told, "older")
        for media, spot in after.items():
            if media not in before:
                told = f"{self.newer.label(newer.pointer)} also comes as {media} now"
                yield Finding(f"{direction}-media-type-added", spot.pointer, told)
            else:
                yield from self.schemas.findings(direction, before[media].at("schema"), spot.at("schema"))


def identity(older: OperationAt, newer: OperationAt) -> Iterator[Finding]:
    """Its id, the names in its path, and whether it is deprecated."""
    before, after = (one.spot.value.get("operationId") for one in (older, newer))
    if before is not None and after is not None and before != after:
        told = f"its operationId is {after} now, was {before}"
        yield Finding("operation-renamed", newer.spot.at("operationId").pointer, told)
    for old, new in zip(older.path_names, newer.path_names, strict=False):
        if old != new:
            told = f"the part {{{old}}} of its path is called {{{new}}} now"
            yield Finding("path-parameter-renamed", newer.item.pointer, told)
    was, is_now = (one.spot.value.get("deprecated") is True for one in (older, newer))
    yield from deprecation("operation", was, is_now, newer.spot.pointer, "the operation")


def parameters(exchange: Exchange, older: OperationAt, newer: OperationAt) -> Iterator[Finding]:
    before, after = older.parameters(exchange.older), newer.parameters(exchange.newer)
    for key, spot in before.items():
        if key not in after:
            told = f"{_parameter(spot)} is gone"
            yield Finding("parameter-removed", spot.pointer, told, "older")
    for key, spot in after.items():
        if key in before:
            yield from _same_parameter(exchange, before[key], spot)
        elif spot.value.get("required") is True:
            yield Finding("parameter-added-required", spot.pointer, f"{_parameter(spot)} is new and required")
        else:
            yield Finding("parameter-added", spot.pointer, f"{_parameter(spot)} is new")


def body(exchange: Exchange, older: OperationAt, newer: OperationAt) -> Iterator[Finding]:
    before, after = (
        side.followed(one.spot.at("requestBody")) for side, one in ((exchange.older, older), (exchange.newer, newer))
    )
    is_required = after.value.get("required") is True
    if not before.value and after.value:
        added = "body-added-required" if is_required else "body-added"
        yield Finding(added, after.pointer, f"it takes a body now{', and needs one' if is_required else ''}")
    elif before.value and not after.value:
        yield Finding("body-removed", before.pointer, "it no longer takes a body", "older")
    else:
        yield from _required("body", before.value, after.value, after.pointer, "the body")
        yield from exchange.content("request", before, after)


def _same_parameter(exchange: Exchange, older: Spot, newer: Spot) -> Iterator[Finding]:
    yield from _required("parameter", older.value, newer.value, newer.pointer, _parameter(newer))
    was, is_now = (spot.value.get("deprecated") is True for spot in (older, newer))
    yield from deprecation("parameter", was, is_now, newer.pointer, _parameter(newer))
    for keyword in _STYLE:
        if older.value.get(keyword) != newer.value.get(keyword):
            told = f"{_parameter(newer)} is written in another way ({keyword})"
            yield Finding("parameter-style-changed", newer.pointer, told)
    if "schema" in older.value or "schema" in newer.value:
        yield from exchange.schemas.findings("request", older.at("schema"), newer.at("schema"))
    else:
        yield from exchange.content("request", older, newer)


def _required(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any], pointer: str, label: str
) -> Iterator[Finding]:
    was, is_now = before.get("required") is True, after.get("required") is True
    if is_now and not was:
        yield Finding(f"{what}-made-required", pointer, f"{label} is required now")
    if was and not is_now:
        yield Finding(f"{what}-made-optional", pointer, f"{label} is no longer required")


def _parameter(spot: Spot) -> str:
    return f"{spot.value['in']} parameter {spot.value['name']}"


def _by_media_type(spot: Spot) -> Mapping[str, Spot]:
    return {media.lower(): entry for media, entry in spot.at("content").items()}
