"""The invoices of the selected organisation (C12, C13)."""

from typing import Any

import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE, CAROL, CORNER_BAKERY, CORNER_KEY, NORAH, InProcess, refusal
from tests.operations.callers import MISSING, add_user

HARBOUR_HOTEL = "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01"
ALL = ["INV-0003", "INV-0002", "INV-0001"]


def listed(mock: InProcess, *, organisation: str = ACME, key: str = ACME_KEY, **query: Any) -> dict[str, Any]:
    headers = {"x-dolfin-organisation-id": organisation}
    response = mock.with_key("GET", "/invoices", key=key, headers=headers, params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def numbers(page: dict[str, Any]) -> list[str]:
    return [invoice["documentNumber"] for invoice in page["data"]]


def test_a_member_sees_the_invoices_newest_first(mock: InProcess) -> None:
    page = mock.with_token(mock.login(ALICE), "GET", "/invoices", organisation=ACME).json()
    assert numbers(page) == ALL
    assert {invoice["organisationId"] for invoice in page["data"]} == {ACME}
    assert page["meta"]["cursors"].keys() == {"current", "next", "previous"}


def test_an_organisation_without_invoices_shows_an_empty_list_and_nothing_more(mock: InProcess) -> None:
    assert listed(mock, organisation=BRIGHTSIDE) == {"data": []}


def test_a_client_sees_its_own_invoices_alone(mock: InProcess) -> None:
    assert numbers(listed(mock, organisation=CORNER_BAKERY, key=CORNER_KEY)) == ["CB-1"]
    headers = {"x-dolfin-organisation-id": CORNER_BAKERY}
    refused = mock.with_key("GET", "/invoices", headers=headers)
    assert refusal(refused) == (403, "Mock.OrganisationNotAccessible")


@pytest.mark.parametrize("organisation", [BRIGHTSIDE, CORNER_BAKERY, MISSING])
def test_a_user_selects_an_organisation_of_theirs_alone(mock: InProcess, organisation: str) -> None:
    response = mock.with_token(mock.login(ALICE), "GET", "/invoices", organisation=organisation)
    assert refusal(response) == (403, "Mock.OrganisationNotAccessible")


def test_what_a_user_can_select_is_judged_when_they_call(mock: InProcess) -> None:
    add_user(mock, BRIGHTSIDE, email="norah@example.com")
    token = mock.login(NORAH)
    assert mock.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 403
    add_user(mock, ACME, email="norah@example.com")
    assert mock.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 200


def test_a_membership_under_another_client_selects_nothing(mock: InProcess) -> None:
    add_user(mock, ACME, email="carol@cornerbakery.example")
    token = mock.login(CAROL)
    assert mock.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 200
    assert mock.with_token(token, "GET", "/invoices", organisation=CORNER_BAKERY).status_code == 403


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "Mock.MissingOrganisationHeader"),
        ({"x-dolfin-organisation-id": ""}, "Mock.MissingOrganisationHeader"),
        ({"x-dolfin-organisation-id": "acme"}, "Mock.InvalidRequest"),
        ({"x-dolfin-organisation-id": ACME.replace("-", "")}, "Mock.InvalidRequest"),
    ],
    ids=str,
)
def test_an_organisation_must_be_selected_by_its_id(mock: InProcess, headers: dict[str, str], code: str) -> None:
    assert refusal(mock.with_key("GET", "/invoices", headers=headers)) == (400, code)


def test_an_organisation_is_selected_in_either_case(mock: InProcess) -> None:
    assert numbers(listed(mock, organisation=ACME.upper())) == ALL


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"Status": "Sent"}, ["INV-0002"]),
        ({"Status": "sent"}, ["INV-0002"]),
        ({"Status": "Unheard"}, []),
        ({"CustomerId": HARBOUR_HOTEL.upper()}, ALL),
        ({"CustomerId": MISSING}, []),
        ({"IssueDateFrom": "2025-02-03T00:00:00Z"}, ["INV-0003", "INV-0002"]),
        ({"IssueDateTo": "2025-02-03T00:00:00Z"}, ["INV-0002", "INV-0001"]),
        ({"IssueDateFrom": "2025-02-03T01:00:00+01:00", "IssueDateTo": "2025-02-03T00:00:00Z"}, ["INV-0002"]),
        ({"IssueDateFrom": "2025-02-03T00:00:01Z", "Status": "Sent"}, []),
        ({"IssueDateFrom": "2026-01-01T00:00:00Z", "IssueDateTo": "2025-01-01T00:00:00Z"}, []),
        ({"Unknown": "x"}, ALL),
    ],
    ids=str,
)
def test_invoices_are_filtered(mock: InProcess, query: dict[str, str], found: list[str]) -> None:
    assert numbers(listed(mock, **query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"Limit": "many"},
        {"Limit": "1.5"},
        {"Limit": ""},
        {"Limit": "+5"},
        {"CustomerId": "harbour"},
        {"IssueDateFrom": "yesterday"},
        {"IssueDateTo": "2025-02-03"},
    ],
    ids=str,
)
def test_a_filter_must_match_the_contract(mock: InProcess, query: dict[str, str]) -> None:
    response = mock.with_key("GET", "/invoices", headers={"x-dolfin-organisation-id": ACME}, params=query)
    assert refusal(response) == (400, "Mock.InvalidRequest")
    assert next(iter(query)) in response.json()["detail"]


@pytest.mark.parametrize(
    ("limit", "length"),
    [("-3", 1), ("0", 1), ("2", 2), ("2147483648", 3), ("-" + "9" * 5000, 1)],
    ids=lambda value: str(value)[:12],
)
def test_the_limit_is_clamped_and_never_refused_for_its_size(mock: InProcess, limit: str, length: int) -> None:
    assert len(listed(mock, Limit=limit)["data"]) == length


def test_invoices_come_in_pages_both_ways(mock: InProcess) -> None:
    first = listed(mock, Limit=2)
    second = listed(mock, Limit=2, Cursor=first["meta"]["cursors"]["next"])
    assert [numbers(first), numbers(second)] == [ALL[:2], ALL[2:]]
    assert second["meta"]["cursors"]["next"] is None
    assert listed(mock, Limit=2, Cursor=second["meta"]["cursors"]["previous"]) == first
    assert listed(mock, Limit=2, Cursor=first["meta"]["cursors"]["current"]) == first


def test_a_cursor_goes_with_its_organisation_and_filters(mock: InProcess) -> None:
    cursor = listed(mock, Limit=1)["meta"]["cursors"]["next"]
    for query in ({"Cursor": cursor, "Status": "Sent"}, {"Cursor": cursor + "A"}, {"Cursor": "nonsense"}):
        response = mock.with_key("GET", "/invoices", headers={"x-dolfin-organisation-id": ACME}, params=query)
        assert refusal(response) == (400, "Mock.InvalidCursor")
    response = mock.with_key(
        "GET", "/invoices", headers={"x-dolfin-organisation-id": BRIGHTSIDE}, params={"Cursor": cursor}
    )
    assert refusal(response) == (400, "Mock.InvalidCursor")


def lines(mock: InProcess, count: int, *, unread: Any = None) -> Any:
    headers = {"x-dolfin-organisation-id": ACME}
    product = mock.with_key(
        "POST", "/products", headers=headers, json={"name": "Pipe", "currency": "GBP", "unitPrice": "0.07"}
    )
    line = {"productId": product.json()["id"], "quantity": 1, "unitPriceOverride": unread}
    body = {"customerId": HARBOUR_HOTEL, "currency": "GBP", "lineItems": [line] * count, "recurringScheduleId": unread}
    return mock.with_key("POST", "/invoices", headers=headers, json=body)


def test_an_invoice_can_have_ten_thousand_lines(mock: InProcess) -> None:
    response = lines(mock, 10_000)
    assert response.status_code == 201
    assert (response.json()["totalAmount"], len(response.json()["lineItems"])) == (700, 10_000)


def test_an_invoice_has_no_more_lines_than_that_and_no_fewer_than_one(mock: InProcess) -> None:
    assert refusal(lines(mock, 10_001)) == (400, "Mock.InvalidRequest")
    assert refusal(lines(mock, 0)) == (400, "Mock.InvalidRequest")


@pytest.mark.parametrize("unread", ["no-id", 5, {}, []])
def test_what_only_a_schedule_sets_is_not_read_from_a_request(mock: InProcess, unread: object) -> None:
    body = lines(mock, 1, unread=unread).json()
    assert (body["totalAmount"], body["recurringScheduleId"]) == (0.07, None)
