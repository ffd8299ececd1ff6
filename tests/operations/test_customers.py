"""The customers of the selected organisation."""

from typing import Any

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, BOB, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, InProcess, refusal
from tests.operations.callers import MISSING

WHOLE = {
    "name": "Harbour Hotel",
    "email": "accounts@harbour.example",
    "phone": "+44 20 7946 0000",
    "taxNumber": "GB123456789",
    "addressLine1": "1 Quay Street",
    "addressLine2": "Floor 2",
    "city": "Bristol",
    "state": "Avon",
    "postalCode": "BS1 4DJ",
    "country": "GB",
}
IN_ACME = {"x-dolfin-organisation-id": ACME}
IN_BRIGHTSIDE = {"x-dolfin-organisation-id": BRIGHTSIDE}


def create(mock: InProcess, **body: Any) -> dict[str, Any]:
    response = mock.with_key("POST", "/customers", headers=IN_BRIGHTSIDE, json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def replace(mock: InProcess, customer_id: str, **body: Any) -> httpx.Response:
    return mock.with_key("PUT", f"/customers/{customer_id}", headers=IN_BRIGHTSIDE, json=body)


def test_a_customer_is_made_of_what_was_sent(mock: InProcess) -> None:
    made = create(mock, **WHOLE)
    at = "2025-06-01T12:00:00Z"
    stamps = {"createdAt": at, "createdBy": None, "updatedAt": at, "updatedBy": None}
    assert made == {**WHOLE, "id": made["id"], "organisationId": BRIGHTSIDE, **stamps}
    assert mock.with_key("GET", f"/customers/{made['id'].upper()}", headers=IN_BRIGHTSIDE).json() == made


def test_a_user_signs_what_they_make_and_change(mock: InProcess) -> None:
    token = mock.login(ALICE)
    made = mock.with_token(token, "POST", "/customers", organisation=ACME, json={"name": "New"}).json()
    assert (made["createdBy"], made["updatedBy"]) == (ALICE, ALICE)
    path = f"/customers/{made['id']}"
    mock.advance(60)
    changed = mock.with_key("PUT", path, headers=IN_ACME, json={"name": "Newer"}).json()
    assert (changed["createdBy"], changed["updatedBy"]) == (ALICE, None)
    assert (changed["createdAt"], changed["updatedAt"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:01:00Z")
    changed = mock.with_token(mock.login(BOB), "PUT", path, organisation=ACME, json={"name": "Newest"}).json()
    assert (changed["createdBy"], changed["updatedBy"]) == (ALICE, BOB)


def test_members_that_are_not_sent_are_null(mock: InProcess) -> None:
    made = create(mock, name="Plain")
    assert {name: made[name] for name in WHOLE} == dict.fromkeys(WHOLE) | {"name": "Plain"}


def test_members_that_the_contract_does_not_know_are_left_out(mock: InProcess) -> None:
    made = create(mock, name="Plain", id=MISSING, colour="blue", createdAt="2000-01-01T00:00:00Z")
    assert made["id"] != MISSING
    assert "colour" not in made
    assert made["createdAt"] == "2025-06-01T12:00:00Z"


def test_a_replacement_takes_the_place_of_every_member(mock: InProcess) -> None:
    made = create(mock, **WHOLE)
    response = replace(mock, made["id"], name="Harbour Inn", city="Bath")
    assert response.status_code == 200
    kept = {name: made[name] for name in made if name not in WHOLE}
    wanted = {**kept, **dict.fromkeys(WHOLE), "name": "Harbour Inn", "city": "Bath"}
    assert response.json() == wanted
    assert mock.with_key("GET", f"/customers/{made['id']}", headers=IN_BRIGHTSIDE).json() == wanted


def test_customers_are_listed_newest_first_and_in_pages(mock: InProcess) -> None:
    ids = [create(mock, name=str(number))["id"] for number in range(3)]
    replace(mock, ids[0], name="changed")
    shown, cursor = [], None
    for _ in range(2):
        query = {"Limit": 2} if cursor is None else {"Limit": 2, "Cursor": cursor}
        page = mock.with_key("GET", "/customers", headers=IN_BRIGHTSIDE, params=query).json()
        shown += [customer["id"] for customer in page["data"]]
        cursor = page["meta"]["cursors"]["next"]
    assert (shown, cursor) == (ids[::-1], None)


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": None}, {"name": 7}, {"name": "X", "email": 7}], ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_customer_has_a_name_and_texts(mock: InProcess, method: str, body: dict[str, Any]) -> None:
    made = create(mock, **WHOLE)
    path = "/customers" if method == "POST" else f"/customers/{made['id']}"
    assert refusal(mock.with_key(method, path, headers=IN_BRIGHTSIDE, json=body)) == (400, "Mock.InvalidRequest")
    assert mock.with_key("GET", f"/customers/{made['id']}", headers=IN_BRIGHTSIDE).json() == made


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_another_organisations_customer_is_missing(mock: InProcess, method: str) -> None:
    made = create(mock, **WHOLE)
    body = {"json": {"name": "Mine now"}} if method == "PUT" else {}
    corner = {"x-dolfin-organisation-id": CORNER_BAKERY}
    for customer_id, key, headers in (
        (MISSING, ACME_KEY, IN_BRIGHTSIDE),
        (made["id"], ACME_KEY, IN_ACME),
        (made["id"], CORNER_KEY, corner),
    ):
        response = mock.with_key(method, f"/customers/{customer_id}", key=key, headers=headers, **body)
        assert refusal(response) == (404, "Customer.NotFound")
    assert mock.with_key("GET", f"/customers/{made['id']}", headers=IN_BRIGHTSIDE).json() == made
