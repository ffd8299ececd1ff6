"""Records of the scenario acme that recipes begin with, and parts of bodies that several of them send."""

from mock_server.json_value import JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID

ACME_PLATFORM = "c1234567-abcd-ef01-2345-6789abcdef01"
"""The client."""
NORAH = "f6666666-6666-6666-6666-666666666666"
"""A user in no organisation."""
OLIVIA_EMAIL = "olivia@acme-platform.example"
ADAM_EMAIL = "adam@acme-platform.example"
ALICE_EMAIL = "alice@acmeplumbing.co.uk"

HARBOUR_HOTEL = "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01"
"""A customer of Acme Plumbing."""
RADIATOR = "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c02"
"""A product in GBP."""
PAID_INVOICE = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01"
SENT_INVOICE = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02"
OUTSTANDING = 540
"""Of the sent invoice, in GBP."""
DRAFT_INVOICE = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b03"
TAKEN_NUMBER = "INV-0001"

A_LINE: JsonObject = {"productId": RADIATOR, "quantity": 1}
"""A line that invoices and schedules in GBP take."""
LINE_WITHOUT_PRODUCT: JsonObject = {"productId": UNKNOWN_ID, "quantity": 1}
LINE_WITHOUT_TAX_RATE: JsonObject = {**A_LINE, "taxRateId": UNKNOWN_ID}
