"""The e-mail that goes out with an invoice. The real catalogue of texts is not public: these words are ours."""

from dataclasses import dataclass

from mock_server.domain import money
from mock_server.domain.model import Document
from mock_server.domain.receivables.invoices import amount
from mock_server.json_value import Json, JsonObject

OVERRIDES = ("subject", "previewText", "greetingLine", "openingBodyMarkdown")
"""The parts that a caller can word."""

DEFAULT_TONE = "Professional"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the words depend on: who writes to whom about what, and how."""

    invoice: Document
    organisation_name: str
    customer_name: str
    tone: str
    industry_group: str | None


def preview(occasion: Occasion, overrides: JsonObject) -> JsonObject:
    """The e-mail as it would be sent; a part that is given takes the place of the catalogue's."""
    worded = {name: overrides.get(name) for name in OVERRIDES}
    parts: dict[str, Json] = {name: worded[name] or text for name, text in _catalogue(occasion).items()}
    return {**parts, "tone": occasion.tone, "industryGroup": occasion.industry_group}


def _catalogue(occasion: Occasion) -> dict[str, str]:
    invoice = occasion.invoice
    number = invoice.body.get("documentNumber") or "your invoice"
    total = f"{money.rounded(amount(invoice, 'totalAmount'), str(invoice.body['currency']))} {invoice.body['currency']}"
    due = invoice.body.get("dueDate")
    by = "" if due is None else f", due on {str(due)[:10]}"
    friendly = occasion.tone.casefold() == "friendly"
    return {
        "subject": f"Invoice {number} from {occasion.organisation_name}",
        "previewText": f"{total}{by}",
        "greetingLine": f"{'Hi' if friendly else 'Dear'} {occasion.customer_name},",
        "openingBodyMarkdown": f"Please find invoice **{number}** over **{total}**{by}.",
    }
