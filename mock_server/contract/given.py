"""A contract that the user gives in place of the vendored one: a document, or a contract folder of their own."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from mock_server.contract.build import effective
from mock_server.contract.complete import completed, prepared
from mock_server.contract.document import Contract, contract_of, load
from mock_server.contract.folder import DOCUMENT, EFFECTIVE, read_overlays
from mock_server.contract.needed import with_needed_components
from mock_server.contract.overlay import Overlay
from mock_server.contract.repeats import without_repeats
from mock_server.contract.servable import obstacles
from mock_server.contract.source import read_file
from mock_server.contract.valid import require_none, require_valid


def given_contract(given: Path, openapi_dir: Path) -> tuple[Contract, tuple[str, ...]]:
    """The contract in a file, with the overlays that fit it, and a warning for each that does not.

    Of a folder, as `contract update --into` makes it, the document with the overlays beside it.
    Raises ContractError with a line for each mistake.
    """
    own_folder = given if given.is_dir() else openapi_dir
    source = read_file(given / DOCUMENT if given.is_dir() else given)
    require_valid(source.document, source.name)
    ours = load(openapi_dir / EFFECTIVE).document
    contract, warnings = fitted(source.document, source.name, read_overlays(own_folder), ours)
    return contract, tuple(_summarised(warnings))


def fitted(
    document: Mapping[str, Any], name: str, overlays: Iterable[Overlay], ours: Mapping[str, Any]
) -> tuple[Contract, list[str]]:
    """A valid document with the overlays that fit it, and a warning for each action that does not.

    `ours` is the contract that the overlays are written for. Raises ContractError for what could not be served.
    """
    overlaid, warnings = effective(prepared(document), overlays, strict=False)
    whole = with_needed_components(completed(without_repeats(overlaid)), document, ours)
    contract = contract_of(whole)
    require_none(f"{name}: {obstacle}" for obstacle in obstacles(contract))
    return contract, warnings


def _summarised(warnings: list[str]) -> Iterator[str]:
    """One line for each overlay, since most of its actions speak of operations that another contract lacks."""
    for name, group in groupby(warnings, key=lambda warning: warning.partition(": ")[0]):
        yield f"overlay {name}: {len(list(group))} of its actions have no match in this contract and are left out"
