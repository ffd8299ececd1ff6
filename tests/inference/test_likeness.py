"""Operations of another contract that stand where ours do: ours only if they look like them."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from mock_server.bootstrap import behaviours_of
from mock_server.contract.document import contract_of, load
from mock_server.domain.behaviour import Fidelity
from mock_server.inference.likeness import is_alike
from mock_server.operations.registry import OPERATIONS
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.inference.shops import Shop, answering, document, list_of, taking

OURS = load(EFFECTIVE_CONTRACT)
CUSTOMER = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
NAME = {"type": "object", "properties": {"name": {"type": "string"}}}
PATHS: dict[str, Any] = {
    "/customers": {
        "get": {"operationId": "listCustomers", "responses": answering({"properties": {
            "data": list_of(CUSTOMER), "meta": {"type": "object"}}})},
        "post": {"operationId": "createCustomer", "requestBody": taking(NAME), "responses": answering(CUSTOMER, "201")},
    },
}  # fmt: skip


def alike(name: str, method: str, **members: Any) -> bool:
    paths = copy.deepcopy(PATHS)
    paths["/customers"][method].update(members)
    return is_alike(OURS, contract_of(document(paths)), name)


def test_an_operation_that_takes_and_answers_what_ours_does_is_ours() -> None:
    assert alike("listCustomers", "get")
    assert alike("createCustomer", "post")


@pytest.mark.parametrize(
    "schema",
    [
        list_of(CUSTOMER),
        {"properties": {"data": list_of(CUSTOMER), "nextCursor": {"type": "string"}}},
        {"properties": {"data": list_of({"properties": {"id": {}, "shoeSize": {}, "nickname": {}}})}},
        {"properties": {"customers": list_of(CUSTOMER), "count": {}}},
    ],
)
def test_a_list_in_another_envelope_or_of_other_records_is_not_ours(schema: Any) -> None:
    assert not alike("listCustomers", "get", responses=answering(schema))


def test_an_operation_that_takes_something_else_is_not_ours() -> None:
    other = {"type": "object", "properties": {"nickname": {}, "shoeSize": {}, "name": {}}}
    assert not alike("createCustomer", "post", requestBody=taking(other))
    assert not alike("createCustomer", "post", responses={"204": {"description": "Nothing"}})


def test_an_operation_at_another_path_is_not_ours() -> None:
    paths = {"/people": copy.deepcopy(PATHS["/customers"])}
    assert not is_alike(OURS, contract_of(document(paths)), "listCustomers")


def test_every_function_serves_the_dolfin_contract_and_one_that_is_a_little_newer() -> None:
    newer = copy.deepcopy(dict(OURS.document))
    newer["components"]["schemas"]["NewThing"] = {"type": "string"}
    for contract, vendored in ((OURS, True), (OURS, False), (contract_of(newer), False)):
        behaviours = behaviours_of(contract, vendored=vendored)
        assert all(behaviours[name] is OPERATIONS[name] for name in OPERATIONS)


def test_an_invented_list_of_customers_is_served_by_its_own_schema(tmp_path: Path) -> None:
    one = {**CUSTOMER, "required": ["id"], "additionalProperties": False}
    paths = {"/customers": {"get": {"responses": answering(list_of(one))},
                            "post": {"requestBody": taking({}), "responses": answering(one, "201")}}}  # fmt: skip
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(document(paths)), encoding="utf-8")
    shop = Shop(file)
    assert shop.mock.server.behaviours["listCustomers"].fidelity is Fidelity.STATE
    made = shop.made("/customers", name="Ada")
    assert made == {"id": made["id"], "name": "Ada"}
    assert made in shop.got("/customers")
