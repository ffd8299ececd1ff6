"""The files of a contract folder: openapi.json, the overlays, and effective.json that both make."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mock_server.contract.build import ORIGIN, RECONSTRUCTED, assemble
from mock_server.contract.errors import ContractError
from mock_server.contract.overlay import Overlay, read_overlay
from mock_server.contract.yaml_text import read_yaml_object

DOCUMENT = "openapi.json"
EFFECTIVE = "effective.json"
OVERLAYS = "overlays"
_RECONSTRUCTED = "reconstructed.yaml"


def read_overlays(openapi_dir: Path) -> list[Overlay]:
    """The overlays of a contract folder, in the order of their names. Raises ContractError."""
    return [
        read_overlay(_read_yaml(path, openapi_dir), _name(path, openapi_dir))
        for path in sorted((openapi_dir / OVERLAYS).glob("*.yaml"))
    ]


def is_reconstructed(document: Mapping[str, Any]) -> bool:
    """Whether a document is the one that is made here, rather than the official one."""
    info = document.get("info")
    return isinstance(info, Mapping) and info.get(ORIGIN) == RECONSTRUCTED


def assembled(openapi_dir: Path) -> dict[str, Any]:
    """The reconstructed contract, from the published fragments and the rest. Raises ContractError."""
    published = sorted((openapi_dir / "published").glob("*.yaml"))
    fragments = {_name(path, openapi_dir): _read_yaml(path, openapi_dir) for path in published}
    return assemble(fragments, _read_yaml(openapi_dir / _RECONSTRUCTED, openapi_dir))


def has_sources(openapi_dir: Path) -> bool:
    """Whether the folder has what the reconstructed contract is made from."""
    return (openapi_dir / _RECONSTRUCTED).exists()


def official(openapi_dir: Path) -> str | None:
    """The text of a document that somebody else wrote; None where it is ours or missing. Raises ContractError."""
    vendored = openapi_dir / DOCUMENT
    if not vendored.exists():
        return None
    text = _read(vendored, vendored.name)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{vendored.name}: no JSON ({error})") from error
    if not (isinstance(document, dict) and isinstance(document.get("info"), dict)):
        raise ContractError(f"{vendored.name}: no OpenAPI document")
    return None if is_reconstructed(document) else text


def _read_yaml(path: Path, openapi_dir: Path) -> dict[str, Any]:
    name = _name(path, openapi_dir)
    return read_yaml_object(_read(path, name), name)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ContractError(f"{name}: cannot be read") from error


def _name(path: Path, openapi_dir: Path) -> str:
    return path.relative_to(openapi_dir).as_posix()
