"""An OpenAPI document wherever it is: a file or an address, JSON or YAML."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.contract.download import MOST_BYTES, download, is_address, shown
from mock_server.contract.errors import ContractError
from mock_server.contract.valid import require_valid
from mock_server.contract.yaml_text import read_yaml_object

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read. `name` is what messages call it; `text` is its JSON, None where it was YAML."""

    name: str
    document: dict[str, Any]
    text: str | None


def valid_source(place: str) -> Source:
    """A valid OpenAPI 3.1 document with operations. Raises ContractError with a line for each mistake."""
    source = (
        _parsed(_text(download(place), shown(place)), shown(place)) if is_address(place) else read_file(Path(place))
    )
    require_valid(source.document, source.name)
    return source


def read_file(file: Path) -> Source:
    """The document in a file, not judged yet. Raises ContractError."""
    if file.is_dir():
        raise ContractError(f"{file} is a folder: name the document in it")
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ContractError(f"the contract {file} cannot be read") from error
    if len(content) > MOST_BYTES:
        raise ContractError(f"{file.name}: is larger than {MOST_BYTES // 1024 // 1024} MiB, which is not read")
    return _parsed(_text(content, str(file)), file.name)


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeError as error:
        raise ContractError(f"the contract {name} cannot be read: it is no text in UTF-8") from error


def _parsed(text: str, name: str) -> Source:
    start = text.lstrip()[:1]
    if not start:
        raise ContractError(f"{name}: is empty")
    if start == "<":
        raise ContractError(f"{name}: is a web page or XML, no OpenAPI document")
    suffix = Path(name).suffix
    if suffix in _YAML or (suffix != ".json" and start not in "{["):
        return Source(name, read_yaml_object(text, name, numbers_are_names=True), None)  # statuses are seldom quoted
    try:
        document = json.loads(text, parse_constant=_no_constant)
        json.dumps(document, ensure_ascii=False).encode()  # a text may hold halves of characters
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{name}: no JSON ({error}); name it .yaml if it is YAML") from error
    if not isinstance(document, dict):
        raise ContractError(f"{name}: no OpenAPI document")
    return Source(name, document, text)


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no value that JSON can hold")
