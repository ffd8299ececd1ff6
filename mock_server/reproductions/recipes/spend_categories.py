"""Tag SpendCategories: those of a client."""

from collections.abc import Mapping

from mock_server.reproductions.acme import ACME_PLATFORM
from mock_server.reproductions.recipe import CLIENT, UNKNOWN_ID, Ask, Recipe


def _create(key: str, caller: str = CLIENT) -> Ask:
    body = {"key": key, "displayName": "Ours"}
    return Ask("createClientSpendCategory", path={"clientId": ACME_PLATFORM}, json=body, caller=caller)


RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createClientSpendCategory", "Member.Forbidden"): (_create("tools", caller="alice"),),
    # One of those that are built in.
    ("createClientSpendCategory", "Mock.NumberTaken"): (_create("rent"),),
    ("patchClientSpendCategory", "Member.Forbidden"): (
        Ask(
            "patchClientSpendCategory",
            path={"clientId": ACME_PLATFORM, "id": UNKNOWN_ID},
            json={"archived": True},
            caller="alice",
        ),
    ),
}
