"""The effective contract as the suite reads it. It shares no code with the server: that is the point."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_METHODS = ("get", "put", "post", "delete", "patch")
ORGANISATION_HEADER = "x-dolfin-organisation-id"


@dataclass(frozen=True, slots=True)
class Code:
    """An error code of one response: its name, status and source (published, documented or assumed)."""

    name: str
    status: int
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One method on one path. `credentials` are the kinds it takes; none for a public operation."""

    id: str
    method: str
    path: str
    tag: str
    statuses: tuple[str, ...]
    codes: tuple[Code, ...]
    credentials: frozenset[str]
    needs_organisation: bool
    path_formats: Mapping[str, str]
    """Path parameter -> the format of its value; empty where it has none."""
    bodies: Mapping[str, Any]
    """Media type -> schema of the body; empty where it takes none."""

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


class Contract:
    """The operations of a document, found by id or by request."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.operations: Mapping[str, Operation] = {o.id: o for o in self._read()}
        self._patterns = [(_pattern(o.path), o) for o in sorted(self.operations.values(), key=_concrete_first)]

    @cached_property
    def codes(self) -> Mapping[str, tuple[Operation, ...]]:
        """Every error code with the operations that can give it."""
        found: dict[str, list[Operation]] = {}
        for operation in self.operations.values():
            for code in operation.codes:
                found.setdefault(code.name, []).append(operation)
        return {name: tuple(operations) for name, operations in found.items()}

    def find(self, method: str, path: str) -> Operation | None:
        """The operation of a request; a HEAD belongs to its GET."""
        wanted = "GET" if method == "HEAD" else method
        return next((o for pattern, o in self._patterns if o.method == wanted and pattern.fullmatch(path)), None)

    def code(self, operation_id: str, name: str) -> Code:
        """The code as the operation documents it. Raises KeyError where it does not."""
        for code in self.operations[operation_id].codes:
            if code.name == name:
                return code
        raise KeyError(f"{operation_id} does not document {name}")

    def members(self, operation: Operation, status: int) -> frozenset[str]:
        """The members that the answer of an operation with that status can have."""
        response = self.resolved(
            self.document["paths"][operation.path][operation.method.lower()]["responses"][str(status)]
        )
        return frozenset(name for media in response["content"].values() for name in self._members(media["schema"]))

    def _members(self, schema: Mapping[str, Any]) -> Iterator[str]:
        whole = self.resolved(schema)
        yield from whole.get("properties", ())
        for part in whole.get("allOf", ()):
            yield from self._members(part)

    def resolved(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in value:
            target: Any = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            value = target
        return value

    def _read(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(path, method, item[method])

    def _operation(self, path: str, method: str, raw: Mapping[str, Any]) -> Operation:
        responses = {str(status): self.resolved(r) for status, r in raw["responses"].items()}
        parameters = [self.resolved(p) for p in raw.get("parameters", ())]
        body = self.resolved(raw.get("requestBody", {}))
        security = raw.get("security", self.document.get("security", ()))
        return Operation(
            id=raw["operationId"],
            method=method.upper(),
            path=path,
            tag=raw["tags"][0],
            statuses=tuple(responses),
            codes=tuple(
                Code(entry["code"], int(status), entry["source"])
                for status, response in responses.items()
                for entry in response.get("x-error-codes", ())
            ),
            credentials=frozenset(scheme for alternative in security for scheme in alternative),
            needs_organisation=any(p["name"] == ORGANISATION_HEADER for p in parameters),
            path_formats={p["name"]: p["schema"].get("format", "") for p in parameters if p["in"] == "path"},
            bodies={media: content["schema"] for media, content in body.get("content", {}).items()},
        )


def read_contract(path: Path) -> Contract:
    return Contract(json.loads(path.read_bytes()))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in _parts(path)))


def _parts(path: str) -> list[str]:
    return re.split(r"(\{[^}]+\})", path)


def _concrete_first(operation: Operation) -> tuple[int, str]:
    return operation.path.count("{"), operation.path
