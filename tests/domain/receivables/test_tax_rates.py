"""Tax rates as other rules see them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from mock_server.domain import documents
from mock_server.domain.collections import TAX_RATES
from mock_server.domain.documents import Author
from mock_server.domain.model import Organisation
from mock_server.domain.receivables.default_tax_rates import DEFAULT_TAX_RATES
from mock_server.domain.receivables.tax_rates import (
    TaxRate,
    defaults_of,
    require_tax_rate,
    snapshot,
)
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.json_value import Json
from tests.asgi import ACME, BRIGHTSIDE

STANDARD = "4c817474-ce19-5c79-9165-99600c535496"


def organisation(world: World, organisation_id: str = ACME, **profile: Json) -> Organisation:
    found = world.store.get(ORGANISATIONS, organisation_id)
    assert found is not None
    return replace(found, profile=profile)


def own_rate(world: World) -> str:
    members: dict[str, Json] = {"code": "LOCAL", "name": "Local levy", "rate": 2.75, "isDefault": False}
    return documents.create(world, TAX_RATES, Author(ACME), members).id


def test_a_rate_of_the_organisation_is_found_in_either_case(world: World) -> None:
    own = own_rate(world)
    wanted = TaxRate(own, "LOCAL", "Local levy", Decimal("2.75"), "Organisation")
    assert require_tax_rate(world, organisation(world), own.upper()) == wanted


def test_a_default_of_the_country_is_found(world: World) -> None:
    wanted = TaxRate(STANDARD, "GB_STANDARD", "VAT 20%", Decimal(20), "Default")
    assert require_tax_rate(world, organisation(world, country="GB"), STANDARD.upper()) == wanted


@pytest.mark.parametrize(("country", "first"), [("IE", "IE_STANDARD"), ("de", "DE_STANDARD"), ("", "GB_STANDARD")])
def test_the_country_of_the_organisation_decides(world: World, country: str, first: str) -> None:
    assert defaults_of(organisation(world, country=country))[0].body["code"] == first


def test_an_organisation_that_names_no_country_has_british_defaults(world: World) -> None:
    assert defaults_of(organisation(world)) == defaults_of(organisation(world, country="GB"))


def test_a_country_without_defaults_has_none(world: World) -> None:
    assert defaults_of(organisation(world, country="Atlantis")) == ()


def test_a_rate_of_another_organisation_or_country_is_missing(world: World) -> None:
    own = own_rate(world)
    for who, tax_rate_id in (
        (organisation(world, BRIGHTSIDE), own),
        (organisation(world, country="FR"), STANDARD),
        (organisation(world), None),
    ):
        with pytest.raises(Violation) as caught:
            require_tax_rate(world, who, tax_rate_id)
        assert caught.value.code.code == "Mock.RecordNotFound"


def test_a_snapshot_has_the_rate_as_it_is_now(world: World) -> None:
    rate = require_tax_rate(world, organisation(world), own_rate(world))
    assert snapshot(world, rate) == {
        "code": "LOCAL",
        "name": "Local levy",
        "source": "Organisation",
        "rate": 2.75,
        "sourceId": rate.id,
        "snapshottedAt": "2025-06-01T12:00:00Z",
    }


def test_codes_and_ids_of_defaults_are_unique() -> None:
    rates = [rate for country in DEFAULT_TAX_RATES.values() for rate in country]
    assert len({rate.code for rate in rates}) == len({rate.id for rate in rates}) == len(rates)


@pytest.mark.parametrize("country", DEFAULT_TAX_RATES)
def test_the_code_of_a_default_begins_with_its_country(country: str) -> None:
    assert all(rate.code.startswith(f"{country}_") for rate in DEFAULT_TAX_RATES[country])
