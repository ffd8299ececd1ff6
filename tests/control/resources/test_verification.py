"""Tests of clients ask whether their requests came as expected, and are told what came instead."""

from typing import Any

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, CORNER_BAKERY, InProcess, refusal


def verify(mock: InProcess, **expected: Any) -> httpx.Response:
    return mock.request("POST", "/__mock__/journal/verify", json=expected)


def met(mock: InProcess, **expected: Any) -> list[int]:
    """The ids of the entries that were as expected."""
    response = verify(mock, **expected)
    assert response.status_code == 200, response.text
    assert response.json()["matched"] == len(response.json()["entries"])
    return list(response.json()["entries"])


def unmet(mock: InProcess, **expected: Any) -> dict[str, Any]:
    """The problem that tells what came instead."""
    response = verify(mock, **expected)
    assert (response.status_code, response.headers["x-mock-error-code"]) == (409, "Mock.NotAsExpected")
    problem: dict[str, Any] = response.json()
    return problem


def create(mock: InProcess, **body: Any) -> httpx.Response:
    return mock.with_key("POST", "/customers", headers={"x-dolfin-organisation-id": ACME}, json=body)


@pytest.fixture
def asked(mock: InProcess) -> InProcess:
    """Customers A (1) and B (2) were created, A read (3) and listed (4), a customer without a name refused (5)."""
    address = {"addressLine1": "1 High Street"}
    made = create(mock, name="A", email="a@example.com", **address).json()["id"]
    create(mock, name="B", email="b@example.com")
    of_acme = {"x-dolfin-organisation-id": ACME}
    mock.with_key("GET", f"/customers/{made}", headers=of_acme)
    mock.with_key("GET", "/customers?Limit=2", headers=of_acme)
    create(mock, email="nobody@example.com")
    return mock


@pytest.mark.parametrize(
    ("expected", "entries"),
    [
        ({"operation": "createCustomer"}, [1, 2, 5]),
        ({"operation": "createCustomer", "status": 201}, [1, 2]),
        ({"operation": "createCustomer", "status": "4xx"}, [5]),
        ({"operation": "createCustomer", "errorCode": None}, [1, 2]),
        ({"errorCode": "Mock.InvalidRequest"}, [5]),
        ({"method": "get"}, [3, 4]),
        ({"path": "/customers"}, [1, 2, 4, 5]),
        ({"path": "/customers/{id}"}, [3]),
        ({"query": {"Limit": "2"}}, [4]),
        ({"operation": "listCustomers", "query": {"Cursor": None}}, [4]),
        ({"headers": {"X-Dolfin-Organisation-Id": ACME}, "method": "GET"}, [3, 4]),
        ({"headers": {"authorization": None}, "method": "GET"}, [3, 4]),
        ({"principal": "anonymous", "count": 0}, []),
        ({"organisation": ACME, "method": "GET"}, [3, 4]),
        ({"body": {"name": "A"}}, [1]),
        ({"body": {"name": "B", "email": "b@example.com"}, "exact": True}, [2]),
        ({"bodyAt": {"/email": "b@example.com"}}, [2]),
        ({"bodySchema": {"required": ["addressLine1"]}}, [1]),
        ({"body": {}, "count": 3}, [1, 2, 5]),
        ({"method": "POST", "count": {"atLeast": 1, "atMost": 3}}, [1, 2, 5]),
        ({"method": "DELETE", "count": {"atMost": 3}}, []),
        ({"method": "POST", "afterId": 2}, [5]),
        ({"order": [{"body": {"name": "A"}}, {"method": "GET"}, {"status": 400}]}, [1, 3, 5]),
        ({"order": [{"method": "POST"}, {"method": "GET"}, {"method": "GET"}], "adjacent": True}, [2, 3, 4]),
    ],
)
def test_requests_that_came_as_expected_are_found(
    asked: InProcess, expected: dict[str, Any], entries: list[int]
) -> None:
    assert met(asked, **expected) == entries


@pytest.mark.parametrize(
    ("expected", "failed"),
    [
        ({"operation": "createCustomer", "count": 2}, "3 requests were as expected, not 2"),
        ({"operation": "createCustomer", "count": {"atLeast": 4}}, "not at least 4"),
        ({"operation": "createCustomer", "count": {"atMost": 2}}, "not 0 to 2"),
        ({"operation": "createCustomer", "errorCode": None, "count": 1}, "2 requests"),
        ({"method": "DELETE"}, "No requests were as expected, not at least 1"),
        ({"path": "/customers/{id}/x"}, "No requests"),
        ({"path": "/cust"}, "No requests"),
        ({"body": {"name": "A"}, "exact": True}, "No requests"),
        ({"order": [{"method": "GET"}, {"body": {"name": "B"}}]}, "xpectation 2 of 2 was not met after request 3"),
        (
            {"order": [{"body": {"name": "A"}}, {"method": "GET"}], "adjacent": True},
            "2 of 2 was not met after",
        ),
        ({"order": [{"method": "GET"}] * 3}, "xpectation 3 of 3"),
    ],
)
def test_requests_that_did_not_come_as_expected_are_told(
    asked: InProcess, expected: dict[str, Any], failed: str
) -> None:
    assert failed in unmet(asked, **expected)["detail"]


@pytest.mark.parametrize(
    ("expected", "entry", "differs"),
    [
        ({"operation": "createCustomer", "status": 409}, 5, "status: 400 instead of 409"),
        ({"operation": "getCustomer", "method": "GET", "path": "/x/{id}"}, 3, "instead of /x/{id}"),
        (
            {"operation": "createCustomer", "body": {"name": "C", "email": "b@example.com"}},
            2,
            'body/name: "B" instead of "C"',
        ),
        ({"status": 201, "body": {"name": "B"}, "exact": True}, 2, 'body/email: "b@example.com" instead of nothing'),
        ({"status": 201, "bodyAt": {"/phone/0": 1}}, 2, "body/phone/0: nothing instead of 1"),
        ({"status": 201, "bodySchema": {"required": ["phone"]}}, 2, "body/phone: is required"),
        ({"operation": "listCustomers", "query": {"Limit": "3"}}, 4, "query Limit: 2 instead of 3"),
        ({"operation": "listCustomers", "errorCode": "Mock.X"}, 4, "errorCode: None instead of Mock.X"),
        ({"operation": "listCustomers", "principal": ALICE}, 4, "principal: client Acme Platform"),
        ({"operation": "listCustomers", "organisation": CORNER_BAKERY}, 4, f"organisation: {ACME} instead of"),
    ],
)
def test_the_nearest_request_is_told_with_what_differs(
    asked: InProcess, expected: dict[str, Any], entry: int, differs: str
) -> None:
    problem = unmet(asked, **expected)
    assert problem["expected"] == expected
    nearest = problem["received"][0]
    assert nearest["id"] == entry
    assert any(differs in each for each in nearest["differs"]), nearest["differs"]


def test_too_many_requests_are_told_themselves(asked: InProcess) -> None:
    assert [each["id"] for each in unmet(asked, method="POST", count=0)["received"]] == [1, 2, 5]


def test_no_credential_can_be_read_in_what_is_told(asked: InProcess) -> None:
    token, code = asked.login(ALICE), asked.code(ALICE)
    asked.exchange(code)
    asked.with_token(token, "GET", "/me?token=s3cret-s3cret")
    problems = [
        unmet(asked, operation="getMe", headers={"authorization": f"Bearer {token}x", "x-dolfin-api-key": "x"}),
        unmet(asked, operation="exchangeAuthCode", body={"code": "other"}),
        unmet(asked, operation="listCustomers", headers={"x-dolfin-api-key": None}),
        unmet(asked, operation="getMe", query={"token": "x"}),
    ]
    shown = str(problems)
    assert "instead of" in shown
    assert all(secret not in shown for secret in (token, code, ACME_KEY, "s3cret-s3cret"))


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({}, "must read like"),
        ({"operation": "createCustomers"}, "did you mean createCustomer?"),
        ({"operation": "zz"}, "no such operation"),
        ({"count": -1, "method": "GET"}, "/count"),
        ({"count": {"atLeast": 2, "atMost": 1}, "method": "GET"}, "atMost is less"),
        ({"count": {}, "method": "GET"}, "/count"),
        ({"exact": True, "method": "GET"}, "send body"),
        ({"bodyAt": {"name": 1}}, "bodyAt"),
        ({"bodySchema": {"type": "thing"}}, "no JSON Schema"),
        ({"bodySchema": {"properties": {"a": {"$ref": "http://127.0.0.1:1/x"}}}}, "parts of itself"),
        ({"bodySchema": {"pattern": "("}}, "no JSON Schema"),
        ({"order": []}, "/order"),
        ({"order": [{"method": "GET"}], "status": 200}, "status"),
        ({"order": [{"operation": "zz"}]}, "no such operation"),
        ({"order": [{"method": "GET", "count": 1}]}, "/order/0"),
        ({"adjacent": True, "method": "GET"}, "send order"),
        ({"status": 99}, "/status"),
        ({"status": "6xx"}, "/status"),
        ({"other": 1}, "other"),
    ],
)
def test_what_cannot_be_expected_is_refused_with_the_reason(
    mock: InProcess, expected: dict[str, Any], told: str
) -> None:
    response = verify(mock, **expected)
    assert refusal(response) == (400, "Mock.InvalidRequest")
    assert told in response.json()["detail"]


def test_requests_that_are_in_the_journal_no_more_are_told() -> None:
    small = InProcess(journal_size=2)
    for name in "ABC":
        create(small, name=name)
    assert "1 older requests" in unmet(small, body={"name": "A"})["detail"]
    assert verify(small, body={"name": "B"}).json()["dropped"] == 1
    assert "--journal-size" in unmet(InProcess(journal_size=0), method="GET")["detail"]
