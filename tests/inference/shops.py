"""The invented shop, and other contracts that the mock has never seen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from mock_server.contract.complete import derived_id
from mock_server.contract.document import Contract, contract_of
from tests.asgi import ACME, ACME_KEY, InProcess

SHOP = Path(__file__).parent / "shop.yaml"
UUID: Mapping[str, Any] = {"type": "string", "format": "uuid"}


class Shop:
    """A server of a contract, and calls of it by the organisation Acme."""

    def __init__(self, contract: Path = SHOP) -> None:
        self.mock = InProcess(contract=str(contract), self_check=True)

    def call(
        self, method: str, path: str, *, organisation: str = ACME, key: str = ACME_KEY, **options: Any
    ) -> httpx.Response:
        headers = {"x-dolfin-organisation-id": organisation}
        return self.mock.with_key(method, path, key=key, headers=headers, **options)

    def made(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.call("POST", path, json=body)
        assert answer.status_code == 201, answer.text
        assert answer.headers["x-mock-fidelity"] == "state"
        made: dict[str, Any] = answer.json()
        return made

    def got(self, path: str, **options: Any) -> Any:
        answer = self.call("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()


def answering(schema: Any, status: str = "200") -> dict[str, Any]:
    return {status: {"description": "Answer", "content": {"application/json": {"schema": schema}}}}


def taking(schema: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def document(paths: Mapping[str, Any], schemas: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An OpenAPI document with these paths; parameters of paths are texts unless they are declared."""
    for path, item in paths.items():
        names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
        item.setdefault(
            "parameters", [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names]
        )
    info = {"title": "Invented", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": dict(paths), "components": {"schemas": dict(schemas or {})}}


def contract(paths: Mapping[str, Any], schemas: Mapping[str, Any] | None = None) -> Contract:
    """The contract of these paths, its operations called as they are without a name of their own."""
    named = {
        path: {method: {"operationId": derived_id(method, path), **operation} for method, operation in item.items()}
        for path, item in paths.items()
    }
    return contract_of(document(named, schemas))


def list_of(row: Any) -> dict[str, Any]:
    return {"type": "array", "items": row}
