"""The smallest value that a schema takes: for requests that are to fail for another reason than their body."""

from collections.abc import Mapping
from typing import Any

from contract_tests.contract import Contract, Operation
from contract_tests.rules.cases import unknown_id

_BY_FORMAT = {
    "email": "nobody@example.com",
    "date-time": "2025-01-15T10:30:00Z",
    "date": "2025-01-15",
    "uri": "https://example.com/",
    "binary": "file",
}
_BY_TYPE: Mapping[str, Any] = {"string": "GBP", "integer": 1, "number": 1, "boolean": True, "null": None}


def smallest_body(contract: Contract, operation: Operation) -> dict[str, Any]:
    """The parts of a request that hold the smallest body the operation takes; none where it takes none."""
    if "multipart/form-data" in operation.bodies:
        return {"files": {"file": ("file.pdf", b"%PDF-1.4", "application/pdf")}}
    schema = operation.bodies.get("application/json")
    return {} if schema is None else {"json": smallest(contract, schema)}


def smallest(contract: Contract, schema: Mapping[str, Any]) -> Any:
    """Required members alone, each with the simplest value; ids are such as nothing has."""
    whole = contract.resolved(schema)
    if "anyOf" in whole:
        return smallest(contract, whole["anyOf"][0])
    if "enum" in whole:
        return whole["enum"][0]
    declared = whole.get("type", "object")
    kind = declared if isinstance(declared, str) else declared[0]
    if kind == "object":
        members = whole.get("properties", {})
        return {name: smallest(contract, members.get(name, {"type": "string"})) for name in whole.get("required", ())}
    if kind == "array":
        return [smallest(contract, whole["items"]) for _ in range(whole.get("minItems", 0))]
    if whole.get("format") == "uuid":
        return unknown_id()
    return _BY_FORMAT.get(whole.get("format", ""), _BY_TYPE[kind])
