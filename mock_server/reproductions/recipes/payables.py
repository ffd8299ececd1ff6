"""Reports on payables, and the classification of bills."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import Ask, Recipe
from mock_server.reproductions.recipes.bills import UPLOADED, of_bill

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("getSpendSummary", "Mock.DatesOutOfOrder"): (
        Ask("getSpendSummary", query={"from": "2026-01-02", "to": "2026-01-01"}),
    ),
    ("reclassifyBill", "Mock.InvalidState"): (*UPLOADED, of_bill("reclassifyBill")),
}
