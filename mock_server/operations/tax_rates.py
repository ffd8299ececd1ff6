"""Tag TaxRates: the country's defaults and the organisation's own."""

from mock_server.domain import documents, money
from mock_server.domain.collections import TAX_RATES
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.receivables.tax_rates import defaults_of, has_code
from mock_server.domain.rules.numbers import require_free
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["create_tax_rate", "list_tax_rates"]


def list_tax_rates(world: World, request: OperationRequest) -> Json:
    """The organisation's own, newest first, then the defaults of its country (the order is assumed)."""
    return documents.listed(world, request, TAX_RATES, Envelope.NEXT_CURSOR, last=defaults_of(request.selected))


def create_tax_rate(world: World, request: OperationRequest) -> Json:
    sent = request.members
    require_free(taken=has_code(world, request.selected, str(sent["code"])), what="code of the tax rate")
    members: dict[str, Json] = {
        "code": sent["code"],
        "name": sent["name"],
        "rate": money.written(money.decimal(sent.get("rate", 0))),
        "country": None,
        "isDefault": False,
    }
    return documents.create(world, TAX_RATES, author_of(request), members).body
