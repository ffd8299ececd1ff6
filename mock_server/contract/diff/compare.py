"""The changes from one document to another."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from mock_server.contract.diff.answers import answers
from mock_server.contract.diff.change import Change, Finding
from mock_server.contract.diff.operation import OperationAt, operations_of
from mock_server.contract.diff.operations import Exchange, body, identity, parameters
from mock_server.contract.diff.security import security
from mock_server.contract.diff.side import Side


def changes(older: Mapping[str, Any], newer: Mapping[str, Any]) -> tuple[Change, ...]:
    """What changed for callers between two valid OpenAPI 3.1 documents, breaking changes first.

    Each change is told once, with every operation that it touches. Links, examples, callbacks, webhooks and prose are
    not compared.
    """
    found: dict[Finding, dict[str, None]] = {}
    for operation, finding in _findings(Exchange(Side(older), Side(newer))):
        found.setdefault(finding, {})[operation] = None
    told = (Change(finding, tuple(operations)) for finding, operations in found.items())
    return tuple(sorted(told, key=lambda change: not change.breaking))


def _findings(exchange: Exchange) -> Iterator[tuple[str, Finding]]:
    older, newer = operations_of(exchange.older), operations_of(exchange.newer)
    for key, operation in older.items():
        if key not in newer:
            yield operation.name, Finding("operation-removed", operation.spot.pointer, _is("gone", operation), "older")
    for key, operation in newer.items():
        if key not in older:
            yield operation.name, Finding("operation-added", operation.spot.pointer, _is("new", operation))
            continue
        for finding in _same(exchange, older[key], operation):
            yield operation.name, finding


def _same(exchange: Exchange, older: OperationAt, newer: OperationAt) -> Iterator[Finding]:
    return chain(
        identity(older, newer),
        security(exchange.older, older, exchange.newer, newer),
        parameters(exchange, older, newer),
        body(exchange, older, newer),
        answers(exchange, older, newer),
    )


def _is(what: str, operation: OperationAt) -> str:
    summary = operation.spot.value.get("summary")
    return f"the operation is {what}{f' ({summary})' if summary else ''}"
