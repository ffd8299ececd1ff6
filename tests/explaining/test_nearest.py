"""A request that leads to no operation is told what it is like."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asgi import ACME_KEY, InProcess, sent_raw
from tests.explaining.asking import outcomes, why_of_last

SHARED = InProcess()
SHORT = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01"


@pytest.mark.parametrize(
    ("method", "path", "operation_id", "differs"),
    [
        ("GET", "/invoice", "listInvoices", ["segment 1 ('invoice'): it is 'invoices'"]),
        ("GET", "/invoices/", "listInvoices", ["a slash at the end: take it away"]),
        ("GET", "/Invoices", "listInvoices", ["segment 1 ('Invoices'): it is 'invoices', in another case"]),
        ("GET", "/api/invoices", "listInvoices", ["segment 1 ('api'): one too many"]),
        ("GET", "/v1/invoices", "listInvoices", ["segment 1 ('v1'): one too many"]),
        ("POST", "/codes", "createAuthCode", ["auth is missing"]),
        ("POST", "/auth/code", "createAuthCode", ["segment 2 ('code'): it is 'codes'"]),
        ("PUT", "/auth/codes", "createAuthCode", ["method PUT: it takes POST"]),
        ("POST", f"/invoices/{SHORT}/payment", "recordInvoicePayment", ["segment 3 ('payment'): it is 'payments'"]),
        ("GET", "//invoices", "listInvoices", ["an empty segment: two slashes follow each other"]),
    ],
)
def test_the_nearest_operation_is_told_with_what_differs(
    method: str, path: str, operation_id: str, differs: list[str]
) -> None:
    sent_raw(SHARED, method, path)
    told = why_of_last(SHARED)
    nearest: dict[str, Any] = told["nearest"][0]
    assert (nearest["operationId"], nearest["differs"]) == (operation_id, differs)
    assert outcomes(told)["route"] == "refused"
    assert set(outcomes(told).values()) == {"refused", "not reached"}
    text = SHARED.request("GET", f"/__mock__/journal/{told['id']}/why?as=text").text
    assert "Nearest operations:" in text
    assert differs[0] in text


def test_a_path_with_other_methods_tells_them() -> None:
    sent_raw(SHARED, "PUT", f"/invoices/{SHORT}")
    told = why_of_last(SHARED)
    assert {each["method"] for each in told["nearest"]} == {"GET", "PATCH", "DELETE"}
    assert told["errorCode"] == "Mock.MethodNotAllowed"


def test_a_credential_in_an_unknown_path_is_not_repeated() -> None:
    sent_raw(SHARED, "GET", f"/invoicez/{ACME_KEY}")
    assert ACME_KEY not in str(why_of_last(SHARED))


@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#"), max_size=80))
def test_any_path_can_be_explained(path: str) -> None:
    sent_raw(SHARED, "GET", f"/{path}" if not path.startswith(("w/", "__mock__")) else "/x")
    if len(SHARED.server.worlds.default.journal):
        why_of_last(SHARED)


def test_a_path_of_many_segments_is_explained_quickly() -> None:
    sent_raw(SHARED, "GET", "/invoices" * 5_000)
    assert why_of_last(SHARED)["nearest"]
