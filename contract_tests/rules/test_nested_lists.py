"""Lists below a record: a cursor is for the list that gave it, there as elsewhere."""

from collections.abc import Mapping
from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations

CURSOR = "Mock.InvalidCursor"


@pytest.fixture
def backend(client: Caller, organisation: str) -> Caller:
    return client.selecting(organisation)


def supplier(api: ApiClient, expect: Expectations, backend: Caller) -> dict[str, str]:
    answer = api.call("createSupplier", backend, json={"name": "Copper Pipes Ltd"})
    return {"supplierId": str(expect.success(answer, 201)["id"])}


def gmail_connection(api: ApiClient, expect: Expectations, backend: Caller) -> dict[str, str]:
    answer = api.call("beginGmailConnection", backend, json={"returnUrl": "https://app.example/done"})
    expect.success(answer, 200)
    listed = expect.success(api.call("listGmailConnections", backend), 200)
    if not listed:
        pytest.skip("Google has to be asked for consent before there is a connection")
    return {"id": str(listed[0]["id"])}


MADE: Mapping[str, Any] = {
    "listSupplierCreditNotes": supplier,
    "listSupplierCreditLedger": supplier,
    "listGmailCandidates": gmail_connection,
}
"""List -> what makes the record that it stands under."""


@pytest.mark.parametrize(
    "operation", [pytest.param(each, marks=pytest.mark.error_code(CURSOR, each), id=each) for each in MADE]
)
@pytest.mark.needs("api_key", "organisation", "writes")
def test_a_cursor_that_no_list_gave_is_refused(
    operation: str, api: ApiClient, expect: Expectations, backend: Caller
) -> None:
    path = MADE[operation](api, expect, backend)
    answer = api.call(operation, backend, path=path, query={"Cursor": "no-such-cursor"})
    expect.refusal(answer, CURSOR)


@pytest.mark.error_code("Mock.RecordNotFound", "getBillMatchGroup")
@pytest.mark.needs("api_key", "organisation", "writes")
def test_a_bill_that_nothing_was_matched_with_has_no_match_group(
    api: ApiClient, expect: Expectations, backend: Caller
) -> None:
    answer = api.call("uploadBill", backend, files={"file": ("bill.pdf", b"%PDF-1.4", "application/pdf")})
    bill = expect.success(answer, 202)["id"]
    answer = api.call("getBillMatchGroup", backend, path={"billId": bill})
    expect.refusal(answer, "Mock.RecordNotFound", rule="reference: 404 while there is no match group")
