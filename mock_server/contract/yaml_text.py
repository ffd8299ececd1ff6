"""YAML documents of the contract."""

from typing import Any

from mock_server.contract.errors import ContractError
from mock_server.yaml_source import YamlSourceError, parse


def read_yaml_object(text: str, file: str, *, numbers_are_names: bool = False) -> dict[str, Any]:
    """The mapping a YAML text holds; raises ContractError with the first mistake, naming `file` and the line."""
    try:
        value = parse(text, file, numbers_are_names=numbers_are_names).value
    except YamlSourceError as error:
        raise ContractError(str(error).splitlines()[0]) from error
    if not isinstance(value, dict):
        raise ContractError(f"{file}: a mapping is expected")
    return value
