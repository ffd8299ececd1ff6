"""Purchase orders and delivery notes: numbers, lines and final states."""

from typing import Any

import pytest

from tests.asgi import CORNER_BAKERY, CORNER_KEY, InProcess, refusal
from tests.operations.payables import MISSING, Payables

KINDS = ["purchase-orders", "delivery-notes"]
INVALID_STATE = (409, "Mock.InvalidState")
NUMBER_TAKEN = (409, "Mock.NumberTaken")


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def order(number: str = "PO-1", *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
    plain = {"description": "Paper", "quantityOrdered": 2}
    return {"poNumber": number, "lines": list(lines) or [plain], **members}


def note(number: str = "DN-1", *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
    plain = {"description": "Paper", "quantityReceived": 2}
    return {"dnNumber": number, "lines": list(lines) or [plain], **members}


def body_of(kind: str, number: str, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
    return (order if kind == "purchase-orders" else note)(number, *lines, **members)


def line_of(kind: str, description: str, **members: Any) -> dict[str, Any]:
    quantity = "quantityOrdered" if kind == "purchase-orders" else "quantityReceived"
    return {"description": description, quantity: 1, **members}


def test_an_order_shows_every_member(payables: Payables) -> None:
    supplier = payables.supplier()
    made = payables.made("POST", "/purchase-orders", json=order(supplierId=supplier.upper(), nonsense=1))
    line = made["lines"][0]
    assert {name: made[name] for name in made if name not in ("id", "lines", "createdAt", "updatedAt")} == {
        "organisationId": payables.organisation,
        "poNumber": "PO-1",
        "currency": "GBP",
        "supplierId": supplier,
        "externalRef": None,
        "status": "Open",
        "orderDate": None,
        "expectedDeliveryDate": None,
    }
    assert line == {
        "id": line["id"],
        "description": "Paper",
        "sku": None,
        "quantityOrdered": 2,
        "unit": None,
        "unitPrice": None,
        "taxRate": None,
        "taxAmount": None,
        "subTotal": 0,
        "sortOrder": 0,
        "matchedQuantity": 0,
        "fullyMatched": False,
    }


def test_a_delivery_note_shows_every_member(payables: Payables) -> None:
    ordered = payables.made("POST", "/purchase-orders", json=order())["id"]
    made = payables.made("POST", "/delivery-notes", json=note(purchaseOrderId=ordered))
    line = made["lines"][0]
    assert (made["purchaseOrderId"], made["supplierId"], made["receivedAt"]) == (ordered, None, None)
    assert line == {
        "id": line["id"],
        "description": "Paper",
        "sku": None,
        "quantityReceived": 2,
        "unit": None,
        "sortOrder": 0,
        "matchedQuantity": 0,
        "fullyMatched": False,
    }


@pytest.mark.parametrize(
    ("line", "net", "tax"),
    [
        ({"quantityOrdered": "3", "unitPrice": "0.335"}, 1.01, None),
        ({"quantityOrdered": 2, "unitPrice": 10, "taxRate": "20"}, 20, 4),
        ({"quantityOrdered": 2, "unitPrice": 10, "taxRate": 20, "taxAmount": 0}, 20, 0),
        ({"quantityOrdered": 2, "unitPrice": 10, "subTotal": "15"}, 15, None),
    ],
)
def test_what_a_line_costs_follows_from_what_was_sent(
    payables: Payables, line: dict[str, Any], net: float, tax: float | None
) -> None:
    made = payables.made("POST", "/purchase-orders", json=order("PO-1", {"description": "Paper", **line}))
    assert (made["lines"][0]["subTotal"], made["lines"][0]["taxAmount"]) == (net, tax)


def test_the_currency_says_how_a_line_is_rounded(payables: Payables) -> None:
    line = {"description": "Paper", "quantityOrdered": 3, "unitPrice": "0.5"}
    assert (
        payables.made("POST", "/purchase-orders", json=order("PO-1", line, currency="JPY"))["lines"][0]["subTotal"] == 2
    )


def test_ten_thousand_lines_are_taken(payables: Payables) -> None:
    lines = [{"description": "x", "quantityOrdered": 1}] * 10_000
    assert len(payables.made("POST", "/purchase-orders", json=order("PO-1", *lines))["lines"]) == 10_000


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"supplierId": MISSING}, (404, "Supplier.NotFound")),
        (
            {"orderDate": "2025-06-02T00:00:00Z", "expectedDeliveryDate": "2025-06-01T00:00:00Z"},
            (400, "Mock.DatesOutOfOrder"),
        ),
        (
            {"lines": [{"description": "x", "quantityOrdered": 999999999, "unitPrice": 999999999999}]},
            (400, "Mock.AmountTooLarge"),
        ),
        ({"lines": []}, (400, "Mock.InvalidRequest")),
        ({"lines": [{"description": "x", "quantityOrdered": 0}]}, (400, "Mock.InvalidRequest")),
        ({"lines": [{"description": "x", "quantityOrdered": 1, "taxRate": 101}]}, (400, "Mock.InvalidRequest")),
        ({"lines": [{"description": "x", "quantityOrdered": 1, "sortOrder": -1}]}, (400, "Mock.InvalidRequest")),
        ({"poNumber": ""}, (400, "Mock.InvalidRequest")),
        ({"currency": "gbp"}, (400, "Mock.InvalidRequest")),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    payables: Payables, members: dict[str, Any], expected: tuple[int, str]
) -> None:
    made = payables.made("POST", "/purchase-orders", json=order("PO-0"))["id"]
    assert refusal(payables.call("POST", "/purchase-orders", json={**order(), **members})) == expected
    assert refusal(payables.call("PUT", f"/purchase-orders/{made}", json={**order(), **members})) == expected


@pytest.mark.parametrize(
    ("members", "code"), [({"supplierId": MISSING}, "Supplier"), ({"purchaseOrderId": MISSING}, "PurchaseOrder")]
)
def test_a_delivery_note_names_only_what_is_there(payables: Payables, members: dict[str, Any], code: str) -> None:
    made = payables.made("POST", "/delivery-notes", json=note("DN-0"))["id"]
    expected = (404, f"{code}.NotFound")
    assert refusal(payables.call("POST", "/delivery-notes", json=note(**members))) == expected
    assert refusal(payables.call("PUT", f"/delivery-notes/{made}", json=note(**members))) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_is_taken_once_in_an_organisation(payables: Payables, mock: InProcess, kind: str) -> None:
    first = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1"))["id"]
    second = payables.made("POST", f"/{kind}", json=body_of(kind, "N-2"))["id"]
    assert refusal(payables.call("POST", f"/{kind}", json=body_of(kind, "n-1"))) == NUMBER_TAKEN
    assert refusal(payables.call("PUT", f"/{kind}/{second}", json=body_of(kind, "N-1"))) == NUMBER_TAKEN
    assert payables.made("PUT", f"/{kind}/{first}", json=body_of(kind, "n-1"))["id"] == first
    elsewhere = Payables(mock, CORNER_BAKERY, CORNER_KEY)
    elsewhere.made("POST", f"/{kind}", json=body_of(kind, "N-1"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_replacement_keeps_adds_and_removes_lines(payables: Payables, kind: str) -> None:
    lines = [line_of(kind, name) for name in ("kept", "removed")]
    made = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1", *lines, externalRef="ref"))
    kept = made["lines"][0]["id"]
    lines = [line_of(kind, "added"), line_of(kind, "changed", id=kept.upper())]
    replaced = payables.made("PUT", f"/{kind}/{made['id']}", json=body_of(kind, "N-1", *lines))
    assert [line["description"] for line in replaced["lines"]] == ["added", "changed"]
    assert replaced["lines"][1]["id"] == kept
    assert replaced["lines"][0]["id"] not in {line["id"] for line in made["lines"]}
    assert replaced["externalRef"] is None
    assert payables.made("GET", f"/{kind}/{made['id']}") == replaced


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_that_the_document_does_not_have_cannot_be_kept(payables: Payables, kind: str) -> None:
    made = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1"))
    kept = made["lines"][0]["id"]
    for ids in ([MISSING], [kept, kept]):
        body = body_of(kind, "N-1", *(line_of(kind, "x", id=each) for each in ids))
        assert refusal(payables.call("PUT", f"/{kind}/{made['id']}", json=body)) == (404, "Mock.RecordNotFound")
    assert payables.made("GET", f"/{kind}/{made['id']}") == made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("action", "status"), [("close", "Closed"), ("cancel", "Cancelled")])
def test_a_final_state_is_final(payables: Payables, kind: str, action: str, status: str) -> None:
    made = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1"))["id"]
    ended = payables.made("POST", f"/{kind}/{made}/{action}")
    assert ended["status"] == status
    for call in (("POST", "/close"), ("POST", "/cancel"), ("PUT", "")):
        response = payables.call(call[0], f"/{kind}/{made}{call[1]}", json=body_of(kind, "N-9"))
        assert refusal(response) == INVALID_STATE
    assert payables.made("GET", f"/{kind}/{made}") == ended


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_matched_yet(payables: Payables, kind: str) -> None:
    made = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1"))["id"]
    assert payables.made("GET", f"/{kind}/{made}/matched-bills") == []
    assert payables.call("GET", f"/{kind}/{MISSING}/matched-bills").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_can_be_narrowed_to_a_supplier(payables: Payables, kind: str) -> None:
    supplier = payables.supplier()
    ours = payables.made("POST", f"/{kind}", json=body_of(kind, "N-1", supplierId=supplier))["id"]
    other = payables.made("POST", f"/{kind}", json=body_of(kind, "N-2"))["id"]

    def listed(**query: str) -> list[str]:
        return [each["id"] for each in payables.made("GET", f"/{kind}", params=query)["data"]]

    assert (listed(), listed(SupplierId=supplier)) == ([other, ours], [ours])
