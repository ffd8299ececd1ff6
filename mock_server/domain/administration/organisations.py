"""The profile of an organisation."""

import re
from collections.abc import Iterable

from mock_server.bank_details.check import MEMBERS as BANK_DETAILS
from mock_server.domain import money, times
from mock_server.domain.members import whole
from mock_server.domain.model import Industry, Organisation
from mock_server.domain.tables import INDUSTRIES
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

ON_CREATION = ("contactEmail", "country")
"""The optional members that creating and replacing an organisation take."""

PROFILE = (
    *ON_CREATION,
    "phone",
    "website",
    "addressLine1",
    "addressLine2",
    "city",
    "postalCode",
    "taxNumber",
    "companyRegistrationNumber",
    "vatRegistered",
    "incorporationYear",
    "primaryColour",
    "logoUrl",
    "defaultCurrency",
    "defaultPaymentTermsDays",
    "latePaymentFee",
    "bankDetails",
    "hasBeenOnboarded",
)
"""The optional members that a patch takes."""

_NUMBERS = frozenset({"incorporationYear", "defaultPaymentTermsDays", "latePaymentFee"})


def profile_from(sent: JsonObject, names: Iterable[str]) -> JsonObject:
    """What was sent of these members, numbers as numbers and bank details in full."""
    return {name: _read(name, sent[name]) for name in names if name in sent}


def as_created(world: World, organisation: Organisation) -> JsonObject:
    """As the integration guide prints it, with what was sent besides."""
    industry = _industry_of(world, organisation)
    return {
        "id": organisation.id,
        "name": organisation.name,
        "clientId": organisation.client_id,
        "industry": {"id": industry.id, "name": industry.name},
        "createdAt": times.written(organisation.created_at),
        **organisation.profile,
    }


def in_full(world: World, organisation: Organisation) -> JsonObject:
    """As the guide prints it and as the newer pages do, in one: neither contradicts the other."""
    industry = _industry_of(world, organisation)
    return {
        **as_created(world, organisation),
        "industryId": industry.id,
        "industryCode": _code(industry),
        "industryDisplayName": industry.name,
        **dict.fromkeys(PROFILE),
        "hasBeenOnboarded": False,
        **organisation.profile,
        "createdBy": None,
        "updatedAt": times.written(organisation.updated_at or organisation.created_at),
        "updatedBy": organisation.updated_by,
    }


def _read(name: str, value: Json) -> Json:
    if name in _NUMBERS:
        return money.written(money.decimal(value))
    if name == "bankDetails":
        assert isinstance(value, dict)
        return whole(BANK_DETAILS, value)
    return value


def _industry_of(world: World, organisation: Organisation) -> Industry:
    industry = world.store.get(INDUSTRIES, organisation.industry_id)
    assert industry is not None, "an organisation names an industry that is not there"
    return industry


def _code(industry: Industry) -> str:
    """No list of the codes is known: assumed, the name in small letters and underscores."""
    return re.sub(r"\W+", "_", industry.name.lower()).strip("_")
