"""The guide's journey through a client that openapi-python-client made: run with the server's address.

Prints what it met as JSON. It is checked against the generated types too, so it says nothing that they do not know.
"""

import json
import sys
from typing import TypeVar
from uuid import UUID

from dolfin_api_client import AuthenticatedClient, Client
from dolfin_api_client.api.auth import create_auth_code, exchange_auth_code
from dolfin_api_client.api.customers import create_customer
from dolfin_api_client.api.industries import list_industries
from dolfin_api_client.api.invoices import create_invoice, get_invoice, list_invoices
from dolfin_api_client.api.organisations import create_organisation
from dolfin_api_client.api.products import create_product
from dolfin_api_client.api.users import add_organisation_user
from dolfin_api_client.models.create_auth_code_request import CreateAuthCodeRequest
from dolfin_api_client.models.create_customer_request import CreateCustomerRequest
from dolfin_api_client.models.create_invoice_request import CreateInvoiceRequest
from dolfin_api_client.models.create_organisation_request import CreateOrganisationRequest
from dolfin_api_client.models.create_product_request import CreateProductRequest
from dolfin_api_client.models.create_user_request import CreateUserRequest
from dolfin_api_client.models.customer_response import CustomerResponse
from dolfin_api_client.models.exchange_request import ExchangeRequest
from dolfin_api_client.models.invoice_line_item_request import InvoiceLineItemRequest
from dolfin_api_client.models.invoice_response import InvoiceResponse
from dolfin_api_client.models.problem_details import ProblemDetails
from dolfin_api_client.models.product_response import ProductResponse

API_KEY = "dol_live_abc123"
_Answer = TypeVar("_Answer")


def main(url: str) -> None:
    backend = AuthenticatedClient(base_url=url, token=API_KEY, prefix="", auth_header_name="x-dolfin-api-key")
    organisation = _new_organisation(backend)
    alice = CreateUserRequest(email="alice@generated.example", name="Alice")
    user = _got(add_organisation_user.sync(organisation, client=backend, body=alice))
    minted = _got(create_auth_code.sync(client=backend, body=CreateAuthCodeRequest(user_id=user.user_id)))

    code = ExchangeRequest(code=minted.code)
    session = _got(exchange_auth_code.sync(client=Client(base_url=url), body=code))
    again = exchange_auth_code.sync_detailed(client=Client(base_url=url), body=code)
    assert isinstance(again.parsed, ProblemDetails)

    caller = AuthenticatedClient(base_url=url, token=session.token)
    selected = str(organisation)
    before = _got(list_invoices.sync(client=caller, x_dolfin_organisation_id=selected)).data
    made = _new_invoice(caller, selected)
    read = _got(get_invoice.sync(_id(made), client=caller, x_dolfin_organisation_id=selected))
    listed = _got(list_invoices.sync(client=caller, x_dolfin_organisation_id=selected)).data
    met = {
        "email": session.email,
        "again": [again.status_code, again.headers["x-mock-error-code"], again.parsed.status],
        "before": len(before),
        "read": read == made,
        "listed": [invoice.id == made.id for invoice in listed],
        "total": str(made.total_amount),
    }
    print(json.dumps(met))  # noqa: T201  (what the test reads)


def _new_organisation(backend: AuthenticatedClient) -> UUID:
    industries = _got(list_industries.sync(client=backend)).data
    body = CreateOrganisationRequest(name="Generated Plumbing", industry_id=industries[0].id)
    return _got(create_organisation.sync(client=backend, body=body)).id


def _new_invoice(caller: AuthenticatedClient, selected: str) -> InvoiceResponse:
    customer = CreateCustomerRequest(name="Riverside Cafe")
    product = CreateProductRequest(name="Boiler service", currency="GBP", unit_price="89.95")
    payer = _got(create_customer.sync(client=caller, body=customer, x_dolfin_organisation_id=selected))
    sold = _got(create_product.sync(client=caller, body=product, x_dolfin_organisation_id=selected))
    body = CreateInvoiceRequest(
        customer_id=_id(payer), currency="GBP", line_items=[InvoiceLineItemRequest(product_id=_id(sold), quantity=3)]
    )
    return _got(create_invoice.sync(client=caller, body=body, x_dolfin_organisation_id=selected))


def _got(answer: _Answer | ProblemDetails | None) -> _Answer:
    """The answer that was hoped for."""
    assert answer is not None
    assert not isinstance(answer, ProblemDetails), answer
    return answer


def _id(record: CustomerResponse | InvoiceResponse | ProductResponse) -> UUID:
    """The documentation does not say that answers always have it, so the type does not either."""
    assert record.id
    return record.id


if __name__ == "__main__":
    main(sys.argv[1])
