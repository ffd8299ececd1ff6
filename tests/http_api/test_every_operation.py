"""Every operation of the contract is routed, asks who calls, and validates."""

from dataclasses import replace

import pytest

from mock_server.contract.document import Operation
from mock_server.http_api.call import Call
from mock_server.http_api.pipeline import Pipeline
from mock_server.operations.registry import OPERATIONS as IMPLEMENTED
from tests.asgi import ACME, ACME_KEY, ALICE, InProcess, refusal

MOCK = InProcess()
TOKEN = MOCK.login(ALICE)
CONTRACT = MOCK.server.contract
OPERATIONS = list(CONTRACT.operations.values())
WITH_BODY = [operation for operation in OPERATIONS if operation.bodies]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)


def _path(operation: Operation) -> str:
    path = operation.path
    for parameter in operation.parameters:
        path = path.replace(f"{{{parameter.name}}}", ACME if parameter.schema.get("format") == "uuid" else "GB")
    return path


def _headers(operation: Operation) -> dict[str, str]:
    credential = (
        {"authorization": f"Bearer {TOKEN}"} if "bearer" in operation.credentials else {"x-dolfin-api-key": ACME_KEY}
    )
    return {**credential, **({"x-dolfin-organisation-id": ACME} if operation.needs_organisation else {})}


def test_there_are_139_operations() -> None:
    assert len(OPERATIONS) == 139


@every_operation
def test_every_operation_is_routed_to_its_id(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    routed: list[str | None] = []
    run = Pipeline.run

    def noted(pipeline: Pipeline, call: Call) -> object:
        answer = run(pipeline, call)
        routed.append(call.request.routed.operation_id)
        return answer

    monkeypatch.setattr(Pipeline, "run", noted)
    MOCK.request(operation.method, _path(operation))
    assert routed == [operation.id]


@every_operation
def test_every_operation_but_the_public_ones_asks_who_calls(operation: Operation) -> None:
    response = MOCK.request(operation.method, _path(operation))
    if operation.credentials:
        assert refusal(response) == (401, "Mock.Unauthorized")
        assert "www-authenticate" in response.headers
    else:
        assert response.status_code != 401


def test_the_public_operations_are_the_documented_ones() -> None:
    assert {operation.path for operation in OPERATIONS if not operation.credentials} == {
        "/auth/exchange",
        "/client-invites/accept",
        "/i/{token}",
        "/i/{token}/checkout-session",
    }


@every_operation
def test_every_operation_that_selects_an_organisation_asks_for_it(operation: Operation) -> None:
    headers = {name: value for name, value in _headers(operation).items() if name != "x-dolfin-organisation-id"}
    response = MOCK.request(operation.method, _path(operation), headers=headers)
    missing = response.headers.get("x-mock-error-code") == "Mock.MissingOrganisationHeader"
    assert missing is operation.needs_organisation


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
def test_every_operation_with_a_body_refuses_one_that_is_no_such_thing(operation: Operation) -> None:
    (media_type, *_) = operation.bodies
    headers = {**_headers(operation), "content-type": media_type}
    response = MOCK.request(operation.method, _path(operation), headers=headers, content=b"\0\xff{")
    assert refusal(response) == (400, "Mock.InvalidRequest")
    response = MOCK.request(operation.method, _path(operation), headers=_headers(operation), content=b"x")
    assert refusal(response) == (415, "Mock.UnsupportedMediaType")


@every_operation
def test_every_id_in_a_path_must_be_one(operation: Operation) -> None:
    ids = [p.name for p in operation.parameters if p.place == "path" and p.schema.get("format") == "uuid"]
    for wrong in ids:
        path = _path(replace(operation, path=operation.path.replace(f"{{{wrong}}}", "no-uuid")))
        response = MOCK.request(operation.method, path, headers=_headers(operation))
        assert refusal(response) in ((400, "Mock.InvalidRequest"), (415, "Mock.UnsupportedMediaType"))


def test_every_operation_with_behaviour_is_one_of_the_contract() -> None:
    assert set(IMPLEMENTED) <= set(CONTRACT.operations)
