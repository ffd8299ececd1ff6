"""Whether a document is OpenAPI 3.1, told in lines that name what is wrong and where."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import islice
from typing import Any

from mock_server.contract.document import METHODS, references, resolved
from mock_server.contract.errors import ContractError

_MOST_MISTAKES = 10


def require_valid(document: Mapping[str, Any], name: str) -> None:
    """Raises ContractError, with a line for each mistake, for anything but a valid document with operations."""
    _require_references(document, name)
    version = document.get("openapi")
    if not (isinstance(version, str) and version.startswith("3.1")):
        raise ContractError(f"{name}: must be an OpenAPI 3.1 document (openapi: 3.1.x)")
    # Imported here: only those who bring a contract of their own pay for it.
    validator = import_module("openapi_spec_validator").OpenAPIV31SpecValidator(document)
    try:
        require_none(_mistakes(validator.iter_errors(), name))
    except ContractError:
        raise
    except RecursionError as error:
        raise ContractError(f"{name}: has a schema that holds itself without end") from error
    except Exception as error:
        # The validator follows references before it judges them: what it cannot follow it raises, in many types.
        raise ContractError(f"{name}: cannot be read as OpenAPI ({type(error).__name__}: {error})") from error
    if not any(method in item for item in document.get("paths", {}).values() for method in METHODS):
        raise ContractError(f"{name}: has no operations, so there is nothing to serve")


def require_none(mistakes: Iterable[str]) -> None:
    """Raises ContractError with the first mistakes, a line each, where there are any."""
    told = list(islice(mistakes, _MOST_MISTAKES))
    if told:
        raise ContractError("\n".join(told))


def _require_references(document: Mapping[str, Any], name: str) -> None:
    try:
        for target in sorted(set(references(document))):
            resolved(document, {"$ref": target})
    except ContractError as error:
        raise ContractError(f"{name}: {error}") from error
    except RecursionError as error:
        raise ContractError(f"{name}: is nested too deeply") from error


def _mistakes(errors: Iterator[Any], name: str) -> Iterator[str]:
    for error in errors:
        place = "/".join(str(part) for part in error.absolute_path)
        yield f"{name}: {place or 'the document'}: {str(error.message).partition(chr(10))[0]}"
