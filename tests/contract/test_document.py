"""The contract as the server reads it."""

from typing import Any

import pytest

from mock_server.contract.document import Contract, contract_of, listed_item_schema, load, resolved
from mock_server.contract.errors import ContractError
from mock_server.contract.routing_view import routing_view
from mock_server.resources import EFFECTIVE_CONTRACT

EFFECTIVE = load(EFFECTIVE_CONTRACT)


def _contract(operation: dict[str, Any], **document: Any) -> Contract:
    return contract_of({"paths": {"/things/{id}": {"post": {"operationId": "do", **operation}}}, **document})


@pytest.mark.parametrize(
    ("security", "credentials"),
    [
        ([{"apiKey": []}, {"bearer": []}], ("bearer", "apiKey")),
        ([{"apiKey": []}], ("apiKey",)),
        ([{"bearer": []}], ("bearer",)),
        ([], ()),
    ],
)
def test_credentials_are_in_order_of_preference(security: list[Any], credentials: tuple[str, ...]) -> None:
    assert _contract({"security": security}).operations["do"].credentials == credentials


def test_an_operation_without_security_has_that_of_the_document() -> None:
    assert _contract({}, security=[{"bearer": []}]).operations["do"].credentials == ("bearer",)
    assert _contract({"security": []}, security=[{"bearer": []}]).operations["do"].credentials == ()


@pytest.mark.parametrize(
    ("statuses", "success"),
    [(["400", "201"], 201), (["204"], 204), (["default"], 200), (["202", "200"], 200), ([], 200), (["2XX"], 200)],
)
def test_the_success_is_the_first_2xx(statuses: list[str], success: int) -> None:
    responses = {status: {"description": ""} for status in statuses}
    assert _contract({"responses": responses}).operations["do"].success == success


def test_parameters_of_the_path_and_references_are_read() -> None:
    shared = {"name": "x-dolfin-organisation-id", "in": "header", "required": True, "schema": {"type": "string"}}
    contract = contract_of(
        {
            "paths": {
                "/things/{id}": {
                    "parameters": [{"name": "id", "in": "path", "required": True}],
                    "get": {"operationId": "get", "parameters": [{"$ref": "#/components/parameters/Organisation"}]},
                    "put": {"operationId": "put"},
                }
            },
            "components": {"parameters": {"Organisation": shared}},
        }
    )
    get, put = contract.operations["get"], contract.operations["put"]
    assert [(p.name, p.place, p.required) for p in get.parameters] == [
        ("id", "path", True),
        ("x-dolfin-organisation-id", "header", True),
    ]
    assert (get.needs_organisation, put.needs_organisation) == (True, False)


def test_a_body_is_read_by_media_type() -> None:
    body = {"content": {"application/json": {"schema": {"type": "object"}}, "text/csv": {}}}
    operation = _contract({"requestBody": body}).operations["do"]
    assert (operation.bodies, operation.body_required) == (
        {"application/json": {"type": "object"}, "text/csv": {}},
        False,
    )


def test_a_reference_leads_through_others_and_escapes() -> None:
    document = {"a/b": {"$ref": "#/c~d"}, "c~d": {"type": "string"}}
    assert resolved(document, {"$ref": "#/a~1b"}) == {"type": "string"}


@pytest.mark.parametrize(
    "target", ["#/nowhere", "#/paths/nowhere", "other.json#/x", "#/paths/~1things~1{id}/post/operationId/x"]
)
def test_a_reference_to_nothing_is_told(target: str) -> None:
    with pytest.raises(ContractError, match="points to nothing"):
        _contract({"responses": {"200": {"content": {"application/json": {"schema": {"items": [{"$ref": target}]}}}}}})


def test_the_record_of_a_list_is_found_where_there_is_one() -> None:
    invoice = listed_item_schema(EFFECTIVE, "invoices")
    assert invoice is not None
    assert "documentNumber" in resolved(EFFECTIVE.document, invoice)["properties"]
    assert listed_item_schema(EFFECTIVE, "nothings") is None


def test_the_routing_view_has_every_operation_and_nothing_that_connexion_would_judge() -> None:
    view = routing_view(EFFECTIVE)
    assert view["openapi"] == "3.0.3"
    seen = {
        raw["operationId"]: (method.upper(), path)
        for path, item in view["paths"].items()
        for method, raw in item.items()
    }
    assert seen == {operation.id: (operation.method, operation.path) for operation in EFFECTIVE.operations.values()}
    for item in view["paths"].values():
        for raw in item.values():
            assert set(raw) == {"operationId", "parameters", "responses"}
            assert {parameter["in"] for parameter in raw["parameters"]} <= {"path"}
            assert all(parameter["schema"] == {"type": "string"} for parameter in raw["parameters"])
