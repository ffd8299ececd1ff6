"""The quick start for receivables: from a customer to money, each step going on from what the one before answered."""

from decimal import Decimal

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.books import amounts
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = [
    pytest.mark.needs("writes"),
    pytest.mark.about(
        "createCustomer",
        "createProduct",
        "createTaxRate",
        "createInvoice",
        "sendInvoice",
        "recordInvoicePayment",
        "listInvoices",
    ),
]

SUMS = ("subTotal", "taxAmount", "totalAmount", "amountPaid", "outstanding")
START = "quick start, receivables"


def test_the_quick_start_leads_from_a_customer_to_a_paid_invoice(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    caller = client.selecting(provision.organisation())
    address = {"addressLine1": "1 Quay Street", "city": "Bristol", "postalCode": "BS1 4DB", "country": "GB"}
    body = {"name": "Harbour Hotel", "email": "accounts@harbourhotel.example", **address}
    answer = api.call("createCustomer", caller, json=body)
    customer = expect.success(answer, 201, rule=START)
    expect.equal(answer, {name: customer[name] for name in body}, body, START)

    body = {"name": "Boiler service", "currency": "GBP", "unitPrice": "89.95", "type": "Service"}
    product = expect.success(api.call("createProduct", caller, json=body), 201, rule=START)
    body = {"code": "STANDARD", "name": "VAT 17.5%", "rate": "17.5"}
    rate = expect.success(api.call("createTaxRate", caller, json=body), 201, rule=START)

    lines = [{"productId": product["id"], "quantity": 3, "taxRateId": rate["id"]}]
    wanted = {"customerId": customer["id"], "currency": "GBP", "dueDate": "2100-01-31T00:00:00Z", "lineItems": lines}
    answer = api.call("createInvoice", caller, json=wanted)
    invoice = expect.success(answer, 201, rule=START)
    # 3 x 89.95 = 269.85; 17.5 % of that is 47.22375, rounded to 47.22.
    due = tuple(map(Decimal, ("269.85", "47.22", "317.07", "0", "317.07")))
    expect.equal(answer, (invoice["status"], *amounts(invoice, *SUMS)), ("Draft", *due), START)

    path = {"id": invoice["id"]}
    answer = api.call("sendInvoice", caller, path=path)
    sent = expect.success(answer, 200, rule=START)
    expect.equal(answer, (sent["status"], *amounts(sent, *SUMS)), ("Sent", *due), START)

    for money in ("100.07", "217"):
        paid = api.call("recordInvoicePayment", caller, path=path, json={"amount": money})
        expect.success(paid, 201, rule=START)

    answer = api.call("listInvoices", caller, query={"Status": "Paid"})
    (listed,) = expect.success(answer, 200, rule=START)["data"]
    settled = tuple(map(Decimal, ("269.85", "47.22", "317.07", "317.07", "0")))
    expect.equal(answer, (listed["id"], *amounts(listed, *SUMS)), (invoice["id"], *settled), START)
    expect.equal(answer, listed["customer"]["name"], "Harbour Hotel", START)
