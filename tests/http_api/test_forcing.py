"""Forced answers: whatever an operation documents can be had, and nothing else."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from mock_server.contract.document import Contract, Operation
from mock_server.http_api.problems import TITLES
from mock_server.http_api.reasons import reason_phrase
from tests.asgi import ACME, ALICE, InProcess, refusal
from tests.inference.shops import SHOP, UUID, answering, document

MOCK = InProcess(self_check=True)
CONTRACT = MOCK.server.contract
NOT_FORCED = (400, "Mock.NotForced")
PAGE = "https://app.example"


def forced(mock: InProcess, operation: Operation, **headers: str) -> httpx.Response:
    """A request of nobody, without a body, to a record that is not there."""
    path = re.sub(r"\{[^}]+\}", "any-id", operation.path)
    return mock.request(operation.method, path, headers=headers)


def require_forced_answers(mock: InProcess, contract: Contract, operation_id: str) -> None:
    operation = contract.operations[operation_id]
    world = mock.server.worlds.default
    before = (world.store.changes, world.ids.drawn)
    for status in operation.responses:
        response = forced(mock, operation, prefer=f"code={status}")
        assert (response.status_code, response.headers.get("x-mock-forced")) == (int(status), "true"), response.text
        assert response.headers.get("x-mock-fidelity") == ("sample" if int(status) < 400 else None)
        codes = [row.code for row in operation.error_codes if row.status == int(status)]
        assert response.headers.get("x-mock-error-code") == next(iter(codes), None)
    for row in operation.error_codes:
        response = forced(mock, operation, **{"x-mock-error": row.code})
        assert refusal(response) == (row.status, row.code)
        assert response.headers["x-mock-forced"] == "true"
        assert not set("{}") & set(response.json()["detail"])
    assert (world.store.changes, world.ids.drawn) == before
    assert all(entry.forced and not entry.changed for entry in world.journal)
    world.journal.clear()


@pytest.mark.parametrize("operation_id", CONTRACT.operations)
def test_every_documented_status_and_code_is_answered_as_documented_and_changes_nothing(operation_id: str) -> None:
    require_forced_answers(MOCK, CONTRACT, operation_id)


@pytest.fixture(scope="module")
def shop() -> InProcess:
    return InProcess(contract=str(SHOP), self_check=True)


def test_the_same_holds_for_a_contract_that_is_given(shop: InProcess) -> None:
    contract = shop.server.contract
    assert contract.operations.keys() != CONTRACT.operations.keys()
    for operation_id in contract.operations:
        require_forced_answers(shop, contract, operation_id)


@pytest.mark.parametrize(
    ("operation_id", "status", "name"),
    [
        (operation.id, status, name)
        for operation in CONTRACT.operations.values()
        for status, response in operation.responses.items()
        for content in response.get("content", {}).values()
        for name in content.get("examples", {})
    ],
)
def test_every_named_example_is_answered_as_the_contract_has_it(operation_id: str, status: str, name: str) -> None:
    operation = CONTRACT.operations[operation_id]
    (content,) = operation.responses[status]["content"].values()
    for prefer in (f"example={name}", f'code={status}, example="{name}"'):
        response = forced(MOCK, operation, prefer=prefer)
        assert (response.status_code, response.json()) == (int(status), content["examples"][name]["value"])
        assert (response.headers["x-mock-forced"], response.headers["x-mock-fidelity"]) == ("true", "sample")


@pytest.mark.parametrize(
    ("headers", "query", "told"),
    [
        ({"prefer": "code=418"}, "", "Its statuses: 201, 400, 401, 404, 413, 415."),
        ({"x-mock-error": "Bill.Unheard"}, "", "User.MissingUserId"),
        ({"x-mock-error": "bill.notfound"}, "", "User.NotInClient"),
        ({"x-mock-error": ""}, "", "User.NotInClient"),
        ({"x-mock-error": "User.NotInClient", "prefer": "code=400"}, "", "with status 400: User.MissingUserId"),
        ({"prefer": "example=unheard"}, "", "Its examples: guide."),
        ({"prefer": "example=guide, code=404"}, "", "Its examples with status 404: none."),
        ({}, "?__code=418", "201, 400"),
        ({}, "?__error=unheard", "User.NotInClient"),
        ({}, "?__code=", "from 200 to 599"),
        ({"prefer": "code=404, code=400"}, "", "two answers"),
        ({"prefer": "code=404"}, "?__code=400", "two answers"),
    ],
)
def test_what_is_not_documented_is_refused_with_what_is(headers: dict[str, str], query: str, told: str) -> None:
    response = MOCK.request("POST", f"/auth/codes{query}", headers=headers)
    assert refusal(response) == NOT_FORCED
    assert told in response.json()["detail"]
    assert "heard" not in response.text
    assert "x-mock-forced" not in response.headers


def test_an_operation_without_a_documented_400_refuses_too() -> None:
    operation = next(o for o in CONTRACT.operations.values() if "400" not in o.responses)
    assert refusal(forced(MOCK, operation, prefer="code=418")) == NOT_FORCED


def test_a_request_that_asks_for_nothing_is_performed() -> None:
    response = MOCK.with_key("POST", "/auth/codes?__x=1", headers={"prefer": "return=minimal"}, json={"userId": ALICE})
    assert response.status_code == 201
    assert "x-mock-forced" not in response.headers


def test_a_path_or_method_that_the_contract_does_not_have_comes_first() -> None:
    headers = {"x-mock-error": "Organisation.NotFound"}
    assert refusal(MOCK.request("GET", "/nothing", headers=headers)) == (404, "Mock.UnknownPath")
    assert refusal(MOCK.request("GET", "/auth/codes", headers=headers)) == (405, "Mock.MethodNotAllowed")


def test_the_query_can_ask_whatever_else_it_holds() -> None:
    response = MOCK.request("GET", "/invoices?Limit=wrong&Limit=2&__error=Mock.InvalidCursor&__code=400")
    assert refusal(response) == (400, "Mock.InvalidCursor")
    (entry,) = (e for e in MOCK.server.worlds.default.journal if "InvalidCursor" in e.target)
    assert entry.target == "/invoices?Limit=wrong&Limit=2&__error=Mock.InvalidCursor&__code=400"
    assert (entry.forced, entry.fault, entry.error_code) == (True, None, "Mock.InvalidCursor")


def test_a_valid_request_is_not_performed_either() -> None:
    world = MOCK.server.worlds.default
    before = world.store.changes
    response = MOCK.with_key("POST", "/auth/codes", headers={"prefer": "code=201"}, json={"userId": ALICE})
    assert response.status_code == 201
    assert world.store.changes == before
    assert refusal(MOCK.exchange(response.json()["code"]))[0] == 400


def test_a_code_whose_detail_names_facts_is_told_as_the_contract_tells_it() -> None:
    response = MOCK.request("POST", "/auth/codes", headers={"x-mock-error": "Mock.InvalidRequest"})
    assert response.json()["detail"] == "The request does not match the contract."
    response = MOCK.request("POST", "/auth/codes", headers={"x-mock-error": "User.NotInClient"})
    assert response.json()["detail"].startswith("The user is not a member of any organisation")


def test_a_forced_401_says_which_credential_to_send() -> None:
    response = MOCK.request("GET", "/me", headers={"prefer": "code=401"})
    assert response.headers["www-authenticate"] == MOCK.request("GET", "/me").headers["www-authenticate"]


def test_head_is_forced_as_get_is() -> None:
    response = MOCK.request("HEAD", "/industries?__code=401")
    assert (response.status_code, response.headers["x-mock-forced"]) == (401, "true")


def test_a_page_may_force_and_sees_that_it_did(mock: InProcess) -> None:
    asked = {"origin": PAGE, "access-control-request-method": "GET"}
    preflight = mock.request(
        "OPTIONS", "/invoices", headers={**asked, "access-control-request-headers": "prefer, x-mock-error"}
    )
    assert preflight.status_code == 200
    assert {"prefer", "x-mock-error"} <= set(preflight.headers["access-control-allow-headers"].split(", "))
    response = mock.request("GET", "/invoices", headers={"origin": PAGE, "prefer": "code=403"})
    assert {"x-mock-forced", "x-mock-fault"} <= set(response.headers["access-control-expose-headers"].split(", "))


def test_a_world_by_name_is_forced_like_the_default_one(mock: InProcess) -> None:
    assert mock.request("POST", "/__mock__/worlds", json={"name": "other"}).status_code == 201
    response = mock.request("GET", f"/w/other/organisations/{ACME}/users?__error=Organisation.NotFound")
    assert refusal(response) == (404, "Organisation.NotFound")
    assert response.json()["instance"] == f"/organisations/{ACME}/users"


ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
STRICT = {
    "type": "object",
    "required": ["title", "trace"],
    "properties": {"title": {"type": "string"}, "trace": UUID},
}


def problem(schema: Any) -> dict[str, Any]:
    return {"description": "Went wrong\nbadly", "content": {"application/problem+json": {"schema": schema}}}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """A contract that documents its answers in ways that ours does not."""
    limits = {
        "description": "Too many",
        "headers": {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 5}}},
    }
    rows = [{"code": "Widget.Broken", "when": "the widget is broken"}, {"code": "Widget.Odd"}]
    responses = {
        **answering({"type": "array", "items": ERROR}),
        "202": {"description": "Accepted"},
        "303": {"description": "Elsewhere"},
        "206": {"description": "A part", "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}},
        **answering(ERROR, "409"),
        "422": {**problem(STRICT), "x-error-codes": rows},
        "429": limits,
        "500": problem({}),
        "5XX": {"description": ""},
    }
    shared = {"$ref": "#/components/examples/gone"}
    gone = {"summary": "Gone", "value": {"error": "gone"}}
    other = {
        "default": {
            "description": "Anything",
            "content": {"application/json": {"schema": ERROR, "examples": {"gone": shared}}},
        }
    }
    whole = document({"/widgets": {"get": {"responses": responses}}, "/others": {"get": {"responses": other}}})
    whole["components"]["examples"] = {"gone": gone}
    file: Path = tmp_path_factory.mktemp("contract") / "invented.yaml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return InProcess(contract=str(file), self_check=True)


@pytest.mark.parametrize(
    ("status", "media_type", "detail"),
    [
        (200, "application/json", None),
        (202, None, None),
        (303, None, None),
        (206, "image/png", None),
        (409, "application/json", None),
        (422, "application/problem+json", "The widget is broken."),
        (429, "application/problem+json", "Too many."),
        (500, "application/problem+json", "Went wrong."),
        (503, "application/problem+json", "Service Unavailable."),
        (599, "application/problem+json", "Server Error."),
    ],
)
def test_statuses_are_answered_as_their_contract_documents_them(
    invented: InProcess, status: int, media_type: str | None, detail: str | None
) -> None:
    response = invented.request("GET", "/widgets", headers={"prefer": f"code={status}"}, follow_redirects=False)
    assert (response.status_code, response.headers.get("content-type")) == (status, media_type)
    assert response.headers["x-mock-forced"] == "true"
    if detail is not None:
        assert (response.json()["detail"], response.json()["title"]) == (detail, reason_phrase(status))


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_response_with_a_body_stands_for_no_status_without_one(invented: InProcess, status: int) -> None:
    response = invented.request("GET", "/others", headers={"prefer": f"code={status}"})
    assert refusal(response) == NOT_FORCED


def test_what_a_response_requires_is_there(invented: InProcess) -> None:
    assert invented.request("GET", "/widgets?__code=429").headers["retry-after"] == "5"
    body = invented.request("GET", "/widgets?__code=422").json()
    assert (body["title"], body["status"], len(body["trace"])) == ("Unprocessable Content", 422, 36)


def test_codes_that_only_the_given_contract_knows_can_be_forced(invented: InProcess) -> None:
    broken, odd = (invented.request("GET", f"/widgets?__error=Widget.{name}") for name in ("Broken", "Odd"))
    assert (broken.status_code, broken.headers["x-mock-error-code"]) == (422, "Widget.Broken")
    assert (odd.status_code, odd.headers["x-mock-error-code"]) == (422, "Widget.Odd")
    assert odd.json()["detail"] == "Unprocessable Content."


def test_a_default_response_stands_for_every_status(invented: InProcess) -> None:
    for status in (404, 500, 503):
        response = invented.request("GET", "/others", headers={"prefer": f"code={status}"})
        assert (response.status_code, response.json()) == (status, {"error": "text"})
    shown = invented.request("GET", "/others", headers={"prefer": "example=gone, code=410"})
    assert (shown.status_code, shown.json()) == (410, {"error": "gone"})


def test_reason_phrases_are_those_of_the_refusals_and_those_registered() -> None:
    assert all(reason_phrase(status) == title for status, title in TITLES.items())
    assert reason_phrase(418) == "Client Error"
