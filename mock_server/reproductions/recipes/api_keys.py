"""Tag ApiKeys: the keys of a client's backend."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe

_REVOKE = Ask("revokeApiKey", path={"id": "${key}"})

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createApiKey", "Member.Forbidden"): (Ask("createApiKey", json={}, caller="alice"),),
    ("createApiKey", "Mock.ExpiryInPast"): (Ask("createApiKey", json={"expiresAt": "2025-12-31T23:59:59Z"}),),
    ("revokeApiKey", "Member.Forbidden"): (Ask("revokeApiKey", path={"id": UNKNOWN_ID}, caller="alice"),),
    ("revokeApiKey", "Mock.InvalidState"): (
        Ask("createApiKey", json={}, keep={"key": "/id"}),
        _REVOKE,
        _REVOKE,
    ),
}
