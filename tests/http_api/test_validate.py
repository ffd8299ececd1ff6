"""The request matches the contract: every failure is told with its place, and no value is repeated."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asgi import ACME, ACME_KEY, ALICE, InProcess, refusal, sent_raw

MOCK = InProcess()
TOKEN = MOCK.login(ALICE)
INVALID = (400, "Mock.InvalidRequest")
INVOICE = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01"
OPERATIONS = list(MOCK.server.contract.operations.values())
JSON_BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("MARK"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["userId", "code", "name", "email", "organisationId", "lineItems", "id"]), inner
        )
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


def _failures(response_detail: str) -> list[str]:
    beginning, end = "The request does not match the contract: ", "."
    assert response_detail.startswith(beginning)
    return response_detail[len(beginning) : -len(end)].split("; ")


def test_every_failure_of_a_body_is_told_with_its_pointer(mock: InProcess) -> None:
    body = {"email": "no email", "name": 5, "role": "King"}
    response = mock.with_key("POST", f"/organisations/{ACME}/users", json=body)
    assert refusal(response) == INVALID
    assert {failure.split(": ")[0] for failure in _failures(response.json()["detail"])} == {
        "body /email",
        "body /name",
        "body /role",
    }


def test_a_missing_member_is_told_at_its_own_place(mock: InProcess) -> None:
    response = mock.with_key("POST", "/organisations", json={})
    assert _failures(response.json()["detail"]) == ["body /name: is required", "body /industryId: is required"]


def test_failures_of_path_query_and_body_are_told_together(mock: InProcess) -> None:
    response = mock.with_key("POST", "/organisations/no-uuid/users", json={"email": 1})
    assert refusal(response) == INVALID
    assert [failure.split(":")[0] for failure in _failures(response.json()["detail"])] == [
        "path /organisationId",
        "body /email",
    ]


def test_a_failure_inside_a_list_is_told_with_its_index(mock: InProcess) -> None:
    body = {"url": "https://hooks.example", "eventTypes": ["invoice.paid", 5]}
    response = mock.with_key("POST", "/webhook-subscriptions", json=body)
    assert refusal(response) == INVALID
    assert "body /eventTypes/1: " in response.json()["detail"]


@pytest.mark.parametrize("value", ["no-uuid", "123", ALICE + "0", "%00", "{id}"])
def test_an_id_in_the_path_that_is_no_uuid_is_refused(mock: InProcess, value: str) -> None:
    response = mock.with_key("GET", f"/invoices/{value}", headers={"x-dolfin-organisation-id": ACME})
    assert refusal(response) == INVALID
    assert "path /id: " in response.json()["detail"]


def test_an_id_in_the_path_may_be_in_upper_case(mock: InProcess) -> None:
    assert mock.with_key("GET", f"/organisations/{ACME.upper()}/users").status_code == 200


@pytest.mark.parametrize("query", ["Limit=x", "Limit=1.5", "IssueDateFrom=yesterday", "CustomerId=5", "Limit="])
def test_a_query_value_that_does_not_match_is_refused(mock: InProcess, query: str) -> None:
    response = mock.with_key("GET", f"/invoices?{query}", headers={"x-dolfin-organisation-id": ACME})
    assert refusal(response) == INVALID
    assert f"query /{query.partition('=')[0]}: " in response.json()["detail"]


@pytest.mark.parametrize("query", ["Status=%ff", "Status=%00", "Limit=1&Limit=1"])
def test_a_query_that_cannot_be_read_is_refused(mock: InProcess, query: str) -> None:
    response = sent_raw(
        mock,
        "GET",
        f"/invoices?{query}",
        [(b"x-dolfin-api-key", ACME_KEY.encode()), (b"x-dolfin-organisation-id", ACME.encode())],
    )
    assert refusal(response) == INVALID


def test_a_nul_in_a_path_parameter_of_any_text_is_refused(mock: InProcess) -> None:
    assert refusal(mock.request("GET", "/i/a%00b")) == INVALID
    assert refusal(mock.request("GET", "/i/ab")) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize(
    "body", [{}, {"userId": None}, {"userId": ""}, {"userId": "00000000-0000-0000-0000-000000000000"}]
)
def test_a_user_id_that_is_not_given_has_its_documented_code(mock: InProcess, body: dict[str, Any]) -> None:
    assert refusal(mock.with_key("POST", "/auth/codes", json=body)) == (400, "User.MissingUserId")


@pytest.mark.parametrize("body", [{}, {"organisationId": None}, {"organisationId": ""}])
def test_an_organisation_id_that_is_not_given_has_its_documented_code(mock: InProcess, body: dict[str, Any]) -> None:
    response = mock.with_token(mock.login(ALICE), "POST", "/auth/sandbox-handoff", json=body)
    assert refusal(response) == (400, "Handoff.MissingOrganisationId")


@pytest.mark.parametrize("value", ["x", " ", 0, False, [], {}, [""]])
def test_an_id_that_is_given_but_is_none_is_an_invalid_request(mock: InProcess, value: object) -> None:
    assert refusal(mock.with_key("POST", "/auth/codes", json={"userId": value})) == INVALID
    response = mock.with_token(mock.login(ALICE), "POST", "/auth/sandbox-handoff", json={"organisationId": value})
    assert refusal(response) == INVALID


def test_the_documented_code_belongs_to_its_operation_alone(mock: InProcess) -> None:
    assert refusal(mock.request("POST", "/auth/exchange", json={"code": "", "userId": ""})) != (
        400,
        "User.MissingUserId",
    )


@given(
    operation=st.sampled_from(OPERATIONS),
    marked_path=st.booleans(),
    marker=st.text("ghjkqvwxyz", min_size=12, max_size=16),
    body=JSON_BODIES,
    broken=st.sampled_from(["", "MARK", '{"userId": MARK}', '{"code": "MARK"', '{"a": "MARK", "a": "MARK"}']),
    query=st.sampled_from(
        ["", "?Limit=MARK", "?Cursor=MARK&Status=MARK", "?IssueDateFrom=MARK", "?asOf=MARK", "?x=MARK"]
    ),
    replaced=st.sampled_from(
        ["x-dolfin-api-key", "authorization", "x-dolfin-organisation-id", "content-type", "x-other"]
    ),
)
def test_no_refusal_repeats_a_value_that_was_sent(
    operation: Any, marked_path: bool, marker: str, body: object, broken: str, query: str, replaced: str
) -> None:
    path = operation.path
    for parameter in operation.parameters:
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.name}}}", marker if marked_path else INVOICE)
    headers = {
        "authorization": f"Bearer {TOKEN}",
        "x-dolfin-organisation-id": ACME,
        "content-type": "application/json",
        replaced: marker,
    }
    text = broken or json.dumps(body)
    response = sent_raw(
        MOCK,
        operation.method,
        (path + query).replace("MARK", marker),
        [(name.encode(), value.encode()) for name, value in headers.items()],
        text.replace("MARK", marker).encode(),
    )
    if response.is_success:
        return
    shown = response.json()
    assert marker not in json.dumps({**shown, "instance": ""})
    assert shown["instance"] == path.replace("MARK", marker)
