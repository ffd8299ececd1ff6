"""Who may call an operation: the credentials it takes, by what they are rather than by what a document names them."""

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.contract.diff.change import Finding
from mock_server.contract.diff.operation import OperationAt
from mock_server.contract.diff.side import Side

Alternatives = frozenset[frozenset[str]]
"""Each one is enough; an empty one needs nothing."""

_NOBODY: frozenset[str] = frozenset()


def security(older_side: Side, older: OperationAt, newer_side: Side, newer: OperationAt) -> Iterator[Finding]:
    before, old_place = _alternatives(older_side, older)
    after, new_place = _alternatives(newer_side, newer)
    if _NOBODY in before and _NOBODY not in after:
        yield Finding("security-required", new_place, f"it needs {_told(after)} now, and needed nothing")
        return
    if _NOBODY in after and _NOBODY not in before:
        yield Finding("security-lifted", new_place, f"it can be called without credentials now, was {_told(before)}")
        return
    for gone in sorted(before - after, key=sorted):
        yield Finding("security-removed", old_place, f"it no longer takes {_named(gone)}", "older")
    for come in sorted(after - before, key=sorted):
        yield Finding("security-added", new_place, f"it takes {_named(come)} now")


def _alternatives(side: Side, operation: OperationAt) -> tuple[Alternatives, str]:
    """What is enough, and where that is said."""
    own = "security" in operation.spot.value
    place = operation.spot.at("security") if own else side.root.at("security")
    listed = place.value if isinstance(place.value, list) else []
    schemes = side.root.at("components", "securitySchemes")
    named = frozenset(
        frozenset(_credential(side.followed(schemes.at(name)).value, name, scopes) for name, scopes in one.items())
        for one in listed
    )
    return named or frozenset(
        [_NOBODY]
    ), place.pointer if own or "security" in side.document else operation.spot.pointer


def _credential(scheme: Mapping[str, Any], name: str, scopes: list[str]) -> str:
    kind = scheme.get("type", name)
    if kind == "apiKey":
        told = f"an API key in the {scheme.get('in')} {str(scheme.get('name')).lower()}"
    elif kind == "http":
        told = f"HTTP {str(scheme.get('scheme')).lower()} credentials"
    else:
        told = f"{kind} credentials"
    return f"{told} ({', '.join(sorted(scopes))})" if scopes else told


def _named(alternative: frozenset[str]) -> str:
    return " with ".join(sorted(alternative))


def _told(alternatives: Alternatives) -> str:
    return " or ".join(sorted(_named(one) for one in alternatives if one))
