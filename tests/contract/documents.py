"""The committed contract files, read once, and ways to walk through them."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mock_server.contract.folder import is_reconstructed
from mock_server.contract.yaml_text import read_yaml_object

OPENAPI = Path(__file__).parents[2] / "openapi"
FRAGMENTS = sorted((OPENAPI / "published").glob("*.yaml"))


@cache
def vendored() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((OPENAPI / "openapi.json").read_text(encoding="utf-8"))
    return document


@cache
def effective_contract() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((OPENAPI / "effective.json").read_text(encoding="utf-8"))
    return document


of_the_reconstruction = pytest.mark.skipif(
    not is_reconstructed(vendored()), reason="openapi.json is the official document, and speaks for itself"
)
"""For what holds of the document that is made here."""


def yaml_file(path: Path) -> dict[str, Any]:
    return read_yaml_object(path.read_text(encoding="utf-8"), path.name)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation with its name, for example `POST /auth/codes`."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def operation(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(operations(document))[name]


def resolved(document: Mapping[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """The value itself, or the component its `$ref` names."""
    if "$ref" not in value:
        return value
    found: Any = document
    for part in value["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(document, found)


def responses(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every response: its operation, its status and itself."""
    for name, one in operations(document):
        for status, response in one["responses"].items():
            yield name, status, resolved(document, response)


def refusals(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    return (entry for entry in responses(document) if entry[1].startswith("4"))


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member of every object inside a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)
