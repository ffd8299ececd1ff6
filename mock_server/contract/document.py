"""The effective contract as the server reads it: its operations, and what each takes and needs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from mock_server.contract.errors import ContractError
from mock_server.json_pointer import plain

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ORGANISATION_HEADER = "x-dolfin-organisation-id"
Credential = Literal["apiKey", "bearer"]
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter; `place` is where it stands: path, query or header."""

    name: str
    place: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class DocumentedCode:
    """An error code of an operation: with which status, who says so, and when it comes."""

    code: str
    status: int
    source: str
    when: str


@dataclass(frozen=True)  # without slots: what follows from its members is worked out once
class Operation:
    """One method on one path.

    `credentials` are the kinds of credential it takes, in order of preference; none for a public operation.
    `bodies` are the schemas of its body by media type, none where it takes no body. `success` is its first
    status below 400. `confidence` says how the operation came to be known, where the contract tells.
    """

    id: str
    method: str
    path: str
    tag: str
    parameters: tuple[Parameter, ...]
    credentials: tuple[Credential, ...]
    bodies: Mapping[str, Schema]
    body_required: bool
    success: int
    responses: Mapping[str, Mapping[str, Any]]
    confidence: str = ""

    @cached_property
    def answers(self) -> Mapping[str, Schema]:
        """The schemas of its success by media type, JSON before others; none where it answers without content."""
        status = next(
            (s for s in (str(self.success), f"{self.success // 100}XX", "default") if s in self.responses), ""
        )
        schemas = _schemas(self.responses.get(status, {}))
        return {media: schemas[media] for media in sorted(schemas, key=lambda media: media != "application/json")}

    @cached_property
    def answer_media_type(self) -> str | None:
        """The first of those media types; None where it answers without content."""
        return next(iter(self.answers), None)

    @cached_property
    def error_codes(self) -> tuple[DocumentedCode, ...]:
        """The error codes that its responses document, in their order."""
        return tuple(
            DocumentedCode(row["code"], int(status), row["source"], row["when"])
            for status, response in self.responses.items()
            for row in response.get("x-error-codes", ())
        )

    @cached_property
    def needs_organisation(self) -> bool:
        return any(p.place == "header" and p.name == ORGANISATION_HEADER for p in self.parameters)


@dataclass(frozen=True, slots=True)
class Contract:
    """The document and its operations by operationId."""

    document: Mapping[str, Any]
    operations: Mapping[str, Operation]


def load(path: Path) -> Contract:
    """Reads a contract written by `contract build`. Raises ContractError with a sentence about what is wrong."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ContractError(f"{path}: not a readable JSON document ({error})") from error
    return contract_of(document)


def contract_of(document: Mapping[str, Any]) -> Contract:
    """The operations of an OpenAPI document. Raises ContractError where one cannot be served."""
    if not isinstance(document, Mapping) or not isinstance(document.get("paths"), Mapping):
        raise ContractError("the contract has no paths: it is no OpenAPI document")
    for target in sorted(set(references(document))):
        resolved(document, {"$ref": target})
    operations: dict[str, Operation] = {}
    for path, method, item, raw in _raw_operations(document):
        try:
            operation = _operation(document, path, method, item, raw)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ContractError(f"{method.upper()} {path}: is not written as OpenAPI asks") from error
        if operation.id in operations:
            raise ContractError(f"{method.upper()} {path}: operationId {operation.id} is used twice")
        operations[operation.id] = operation
    return Contract(document, operations)


def resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object itself, or what its `$ref` (inside the document) points to."""
    seen: set[str] = set()
    while "$ref" in value:
        if value["$ref"] in seen:
            raise ContractError(f"{value['$ref']}: refers to itself")
        seen.add(value["$ref"])
        target: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            key = plain(part)
            if not isinstance(target, Mapping) or key not in target:
                raise ContractError(f"{value['$ref']}: points to nothing in the contract")
            target = target[key]
        value = target
    return value


def schema_of(raw: Schema | bool) -> Schema:
    """The schema itself; `true` and `false` are short for those that everything and nothing matches."""
    if isinstance(raw, bool):
        return {} if raw else {"not": {}}
    return raw


def listed_item_schema(contract: Contract, collection: str) -> Schema | None:
    """The schema of one record in `GET /<collection>`: an item of the answer, or of its `data`."""
    for operation in contract.operations.values():
        if operation.method == "GET" and operation.path == f"/{collection}":
            answer = resolved(contract.document, operation.answers.get("application/json", {}))
            rows = resolved(contract.document, schema_of(answer.get("properties", {}).get("data", answer)))
            items = rows.get("items")
            return None if items is None else schema_of(items)
    return None


def _schemas(content_of: Mapping[str, Any]) -> Mapping[str, Schema]:
    """The schemas of a body or an answer, by media type."""
    return {media: schema_of(content.get("schema", {})) for media, content in content_of.get("content", {}).items()}


def references(value: object) -> Iterator[str]:
    """Every `$ref` in a value, however deep inside."""
    if isinstance(value, Mapping):
        target = value.get("$ref")
        if isinstance(target, str):
            yield target
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def _raw_operations(
    document: Mapping[str, Any],
) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        if not isinstance(item, Mapping):
            raise ContractError(f"{path}: is not written as OpenAPI asks")
        for method in METHODS:
            if method in item:
                yield path, method, item, item[method]


def _operation(
    document: Mapping[str, Any], path: str, method: str, item: Mapping[str, Any], raw: Mapping[str, Any]
) -> Operation:
    if "operationId" not in raw:
        raise ContractError(f"{method.upper()} {path}: has no operationId")
    body = resolved(document, raw.get("requestBody", {}))
    responses = {str(status): resolved(document, r) for status, r in raw.get("responses", {}).items()}
    declared = [*item.get("parameters", ()), *raw.get("parameters", ())]
    return Operation(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        tag=next(iter(raw.get("tags", ())), ""),
        parameters=tuple(_parameter(resolved(document, parameter)) for parameter in declared),
        credentials=_credentials(document, raw),
        bodies=_schemas(body),
        body_required=body.get("required", False),
        success=min((int(s) for s in responses if s.isdigit() and 200 <= int(s) < 400), default=200),
        responses=responses,
        confidence=raw.get("x-confidence", ""),
    )


def _parameter(raw: Mapping[str, Any]) -> Parameter:
    return Parameter(raw["name"], raw["in"], raw.get("required", False), schema_of(raw.get("schema", {})))


def _credentials(document: Mapping[str, Any], raw: Mapping[str, Any]) -> tuple[Credential, ...]:
    """Bearer before API key: where both would do, Bearer wins."""
    alternatives = raw.get("security", document.get("security", []))
    named = {scheme for alternative in alternatives for scheme in alternative}
    kinds: tuple[Credential, ...] = ("bearer", "apiKey")
    return tuple(kind for kind in kinds if kind in named)
