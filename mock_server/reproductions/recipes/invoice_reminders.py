"""Tag Invoice Reminders."""

from collections.abc import Mapping

from mock_server.reproductions.acme import DRAFT_INVOICE
from mock_server.reproductions.recipe import Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("sendInvoiceReminder", "Mock.InvalidState"): (Ask("sendInvoiceReminder", path={"invoiceId": DRAFT_INVOICE}),),
}
