"""Payments of bills by bank."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import Recipe
from mock_server.reproductions.recipes.bills import UPLOADED, of_bill

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("payBillByBank", "Mock.InvalidState"): (
        *UPLOADED,
        of_bill("payBillByBank", {"institutionId": "bank", "returnUrl": "https://app.example/paid"}),
    ),
}
