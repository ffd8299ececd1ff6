"""Tag Organisations."""

from collections.abc import Mapping

from mock_server.json_value import JsonObject
from mock_server.reproductions.recipe import ACME, UNKNOWN_ID, Ask, Recipe

_PATH = {"id": ACME}
_PROFILE: JsonObject = {
    "name": "Acme Plumbing Ltd",
    "industryId": UNKNOWN_ID,
    "contactEmail": "office@acmeplumbing.co.uk",
    "country": "GB",
}
"""Complete, but of no industry."""
_UNKNOWN_INDUSTRY: JsonObject = {"industryId": UNKNOWN_ID}

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createOrganisation", "Mock.IndustryNotFound"): (
        Ask("createOrganisation", json={"name": "Acme Heating Ltd", **_UNKNOWN_INDUSTRY}),
    ),
    ("replaceOrganisation", "Mock.NotAdministrator"): (
        Ask("replaceOrganisation", path=_PATH, json=_PROFILE, caller="alice"),
    ),
    ("replaceOrganisation", "Mock.IndustryNotFound"): (Ask("replaceOrganisation", path=_PATH, json=_PROFILE),),
    ("patchOrganisation", "Mock.NotAdministrator"): (Ask("patchOrganisation", path=_PATH, json={}, caller="alice"),),
    ("patchOrganisation", "Mock.IndustryNotFound"): (Ask("patchOrganisation", path=_PATH, json=_UNKNOWN_INDUSTRY),),
}
