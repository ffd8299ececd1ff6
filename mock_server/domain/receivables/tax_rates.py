"""Tax rates of an organisation: its own, and the defaults of its country."""

from dataclasses import dataclass
from decimal import Decimal

from mock_server.domain import documents, money, times
from mock_server.domain.collections import TAX_RATES
from mock_server.domain.model import Document, Organisation
from mock_server.domain.receivables.default_tax_rates import DEFAULT_TAX_RATES, DefaultTaxRate
from mock_server.domain.rules.documents import require_document
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_COUNTRY = "GB"
"""Of an organisation that named none (assumed)."""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate in per cent. `source` is Organisation or Default (both names are assumed)."""

    id: str
    code: str
    name: str
    rate: Decimal
    source: str


def require_tax_rate(world: World, organisation: Organisation, tax_rate_id: Json) -> TaxRate:
    """The rate. Raises Violation(Mock.RecordNotFound) where the organisation has none such."""
    return _read(require_document(_found(world, organisation, tax_rate_id), TAX_RATES.missing))


def snapshot(world: World, tax_rate: TaxRate) -> JsonObject:
    """The rate as it is now, in the shape of the contract's TaxRateSnapshot."""
    return {
        "code": tax_rate.code,
        "name": tax_rate.name,
        "source": tax_rate.source,
        "rate": money.written(tax_rate.rate),
        "sourceId": tax_rate.id,
        "snapshottedAt": times.written(world.clock.now()),
    }


def defaults_of(organisation: Organisation) -> tuple[Document, ...]:
    """The defaults of the organisation's country, in the shape of its own rates."""
    country = str(organisation.profile.get("country") or _COUNTRY).upper()
    return tuple(_document(organisation, country, default) for default in DEFAULT_TAX_RATES.get(country, ()))


def has_code(world: World, organisation: Organisation, code: str) -> bool:
    """Whether a rate that the organisation sees has the code, in whatever case."""
    rates = (*defaults_of(organisation), *documents.of_owner(world, TAX_RATES, organisation.id))
    return code.casefold() in {str(rate.body["code"]).casefold() for rate in rates}


def _found(world: World, organisation: Organisation, tax_rate_id: Json) -> Document | None:
    own = documents.get(world, TAX_RATES, organisation.id, tax_rate_id)
    wanted = str(tax_rate_id).lower()
    return own or next((default for default in defaults_of(organisation) if default.id == wanted), None)


def _read(document: Document) -> TaxRate:
    body = document.body
    source = "Default" if body.get("isDefault") else "Organisation"
    return TaxRate(document.id, str(body["code"]), str(body["name"]), money.decimal(body["rate"]), source)


def _document(organisation: Organisation, country: str, default: DefaultTaxRate) -> Document:
    body: JsonObject = {
        "id": default.id,
        "code": default.code,
        "name": default.name,
        "rate": money.written(Decimal(default.rate)),
        "country": country,
        "isDefault": True,
    }
    return Document(TAX_RATES.name, default.id, organisation.id, body)
