"""Tag Clients: the settings of the platform itself."""

from collections.abc import Mapping

from mock_server.reproductions.acme import ACME_PLATFORM
from mock_server.reproductions.recipe import Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("patchClient", "Member.Forbidden"): (
        Ask("patchClient", path={"clientId": ACME_PLATFORM}, json={}, caller="alice"),
    ),
}
