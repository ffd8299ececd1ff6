"""A contract that the user gives in place of the vendored one."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from mock_server.contract.build import effective, read_overlays
from mock_server.contract.complete import completed, prepared
from mock_server.contract.document import METHODS, Contract, contract_of, load, references, resolved
from mock_server.contract.errors import ContractError
from mock_server.contract.needed import with_needed_components
from mock_server.contract.servable import obstacles
from mock_server.contract.yaml_text import read_yaml_object

_MOST_MISTAKES = 10


def given_contract(file: Path, openapi_dir: Path) -> tuple[Contract, tuple[str, ...]]:
    """The contract in a JSON or YAML file, with the overlays that fit it, and a warning for each that does not.

    Raises ContractError with a line for each mistake.
    """
    document = _read(file)
    _require_references(document, file.name)
    _require_valid(document, file.name)
    overlaid, warnings = effective(prepared(document), read_overlays(openapi_dir), strict=False)
    ours = load(openapi_dir / "effective.json").document
    whole = with_needed_components(completed(overlaid), document, ours)
    contract = contract_of(whole)
    _require_none(f"{file.name}: {obstacle}" for obstacle in obstacles(contract))
    return contract, tuple(_summarised(warnings))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ContractError(f"the contract {file} cannot be read") from error
    if file.suffix in (".yaml", ".yml"):
        return read_yaml_object(text, file.name, numbers_are_names=True)  # statuses are seldom quoted
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{file.name}: no JSON ({error}); name it .yaml if it is YAML") from error
    if not isinstance(document, dict):
        raise ContractError(f"{file.name}: no OpenAPI document")
    return document


def _require_valid(document: Mapping[str, Any], name: str) -> None:
    version = document.get("openapi")
    if not (isinstance(version, str) and version.startswith("3.1")):
        raise ContractError(f"{name}: must be an OpenAPI 3.1 document (openapi: 3.1.x)")
    # Imported here: only those who bring a contract of their own pay for it.
    validator = import_module("openapi_spec_validator").OpenAPIV31SpecValidator(document)
    try:
        _require_none(_mistakes(validator.iter_errors(), name))
    except ContractError:
        raise
    except RecursionError as error:
        raise ContractError(f"{name}: has a schema that holds itself without end") from error
    except Exception as error:
        # The validator follows references before it judges them: what it cannot follow it raises, in many types.
        raise ContractError(f"{name}: cannot be read as OpenAPI ({type(error).__name__}: {error})") from error
    if not any(method in item for item in document.get("paths", {}).values() for method in METHODS):
        raise ContractError(f"{name}: has no operations, so there is nothing to serve")


def _require_references(document: Mapping[str, Any], name: str) -> None:
    try:
        for target in sorted(set(references(document))):
            resolved(document, {"$ref": target})
    except ContractError as error:
        raise ContractError(f"{name}: {error}") from error
    except RecursionError as error:
        raise ContractError(f"{name}: is nested too deeply") from error


def _require_none(mistakes: Iterable[str]) -> None:
    told = list(islice(mistakes, _MOST_MISTAKES))
    if told:
        raise ContractError("\n".join(told))


def _mistakes(errors: Iterator[Any], name: str) -> Iterator[str]:
    for error in errors:
        place = "/".join(str(part) for part in error.absolute_path)
        yield f"{name}: {place or 'the document'}: {str(error.message).partition(chr(10))[0]}"


def _summarised(warnings: list[str]) -> Iterator[str]:
    """One line for each overlay, since most of its actions speak of operations that another contract lacks."""
    for name, group in groupby(warnings, key=lambda warning: warning.partition(": ")[0]):
        yield f"overlay {name}: {len(list(group))} of its actions have no match in this contract and are left out"
