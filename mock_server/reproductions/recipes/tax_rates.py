"""Tag TaxRates: the country's defaults and the organisation's own."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createTaxRate", "TaxRate.MissingCode"): (Ask("createTaxRate", json={"name": "Local levy"}),),
    ("createTaxRate", "TaxRate.MissingName"): (Ask("createTaxRate", json={"code": "LOCAL"}),),
    ("createTaxRate", "Mock.NumberTaken"): (Ask("createTaxRate", json={"code": "GB_STANDARD", "name": "VAT"}),),
}
