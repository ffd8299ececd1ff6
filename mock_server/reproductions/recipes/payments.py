"""Tag Payments: the public side of an invoice, and the account on which an organisation receives money."""

from collections.abc import Mapping

from mock_server.reproductions.acme import PAID_INVOICE
from mock_server.reproductions.recipe import ACME, NOBODY, Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createCheckoutSession", "Mock.InvalidState"): (
        Ask("getInvoice", path={"id": PAID_INVOICE}, keep={"token": "/paymentUrl/-1"}),
        Ask("createCheckoutSession", path={"token": "${token}"}, caller=NOBODY),
    ),
    ("createPaymentAccountLink", "Mock.InvalidState"): (Ask("createPaymentAccountLink", path={"id": ACME}, json={}),),
    ("createPaymentAccountSession", "Mock.InvalidState"): (Ask("createPaymentAccountSession", path={"id": ACME}),),
}
