"""Suppliers: kept whole, changed in part."""

import pytest

from tests.asgi import ADAM, InProcess, refusal
from tests.operations.payables import MISSING, Payables

UNKNOWN = {
    "email": None,
    "phone": None,
    "website": None,
    "taxNumber": None,
    "registrationNumber": None,
    "address": None,
    "bankDetails": None,
    "paymentTermsDefault": None,
}


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def test_a_supplier_shows_every_member_and_none_that_it_does_not_have(payables: Payables) -> None:
    body = {"name": "Kestrel", "address": {"city": "Leeds", "planet": "Earth"}, "nonsense": 1}
    made = payables.made("POST", "/suppliers", json=body)
    address = {"line1": None, "line2": None, "city": "Leeds", "postalCode": None, "country": None}
    stamps = {"createdAt": "2025-06-01T12:00:00Z", "updatedAt": "2025-06-01T12:00:00Z"}
    assert made == {
        **UNKNOWN,
        **stamps,
        "id": made["id"],
        "organisationId": payables.organisation,
        "name": "Kestrel",
        "address": address,
        "createdBy": None,
        "updatedBy": None,
    }
    assert payables.made("GET", f"/suppliers/{made['id'].upper()}") == made


def test_a_patch_changes_what_it_names_and_null_takes_away(payables: Payables) -> None:
    supplier = payables.supplier(email="a@example.com", phone="1", bankDetails={"sortCode": "123456"})
    changed = payables.made("PATCH", f"/suppliers/{supplier}", json={"phone": "2", "bankDetails": None, "name": None})
    assert (changed["email"], changed["phone"], changed["bankDetails"]) == ("a@example.com", "2", None)
    assert changed["name"] == "Northgate Paper Ltd"


def test_a_change_is_stamped_with_time_and_user(payables: Payables, mock: InProcess) -> None:
    supplier = payables.supplier()
    mock.advance(60)
    session = Payables(mock, token=mock.login(ADAM))
    changed = session.made("PATCH", f"/suppliers/{supplier}", json={"phone": "2"})
    assert (changed["createdAt"], changed["createdBy"]) == ("2025-06-01T12:00:00Z", None)
    assert (changed["updatedAt"], changed["updatedBy"]) == ("2025-06-01T12:01:00Z", ADAM)


def test_suppliers_are_listed_newest_first(payables: Payables) -> None:
    first, second = payables.supplier("A"), payables.supplier("B")
    assert [supplier["id"] for supplier in payables.made("GET", "/suppliers")["data"]] == [second, first]


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_a_supplier_must_be_there(payables: Payables, method: str) -> None:
    response = payables.call(method, f"/suppliers/{MISSING}", json={})
    assert refusal(response) == (404, "Supplier.NotFound")


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": None}])
def test_a_supplier_needs_a_name(payables: Payables, body: dict[str, object]) -> None:
    assert refusal(payables.call("POST", "/suppliers", json=body)) == (400, "Mock.InvalidRequest")
