"""What the generated files of a contract folder should say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.contract.build import effective, render
from mock_server.contract.complete import completed
from mock_server.contract.document import load
from mock_server.contract.folder import DOCUMENT, EFFECTIVE, assembled, has_sources, official, read_overlays
from mock_server.contract.given import fitted
from mock_server.contract.overlay import Overlay
from mock_server.contract.source import Source
from mock_server.contract.valid import require_valid


@dataclass(frozen=True, slots=True)
class Built:
    """The texts by path, and a line for each action of an overlay that was left out."""

    texts: Mapping[Path, str]
    warnings: tuple[str, ...]


def built(openapi_dir: Path, own_folder: Path) -> Built:
    """The text that openapi.json and effective.json should have.

    While openapi.json is ours, or missing, it is made from its sources, and every action of an overlay must fit. The
    official document is taken as it stands, with the actions that fit it. `own_folder` is the program's own, for what a
    user's lacks. Raises ContractError, naming the file and the place, for anything that cannot be read or applied.
    """
    overlays = read_overlays(openapi_dir)
    text = official(openapi_dir)
    if text is not None:
        return built_of(openapi_dir, own_folder, Source(DOCUMENT, json.loads(text), text), overlays)
    document = assembled(openapi_dir)
    overlaid, _ = effective(document, overlays)
    texts = {openapi_dir / DOCUMENT: render(document), openapi_dir / EFFECTIVE: render(completed(overlaid))}
    return Built(texts, ())


def built_of(openapi_dir: Path, own_folder: Path, source: Source, overlays: list[Overlay]) -> Built:
    """The same for a document of somebody else."""
    require_valid(source.document, source.name)
    ours = _written_for(openapi_dir, own_folder, overlays)
    contract, warnings = fitted(source.document, source.name, overlays, ours)
    text = source.text or render(source.document)
    texts = {openapi_dir / DOCUMENT: text, openapi_dir / EFFECTIVE: render(contract.document)}
    return Built(texts, tuple(warnings))


def _written_for(openapi_dir: Path, own_folder: Path, overlays: list[Overlay]) -> Mapping[str, Any]:
    """The contract that our overlays are written for: made anew where it can be, as effective.json may be another."""
    if not has_sources(openapi_dir):
        return load(own_folder / EFFECTIVE).document
    return effective(assembled(openapi_dir), overlays, strict=False)[0]
