"""Tag Auth: codes, sessions and handoffs."""

from collections.abc import Mapping

from mock_server.reproductions.acme import NORAH
from mock_server.reproductions.recipe import BRIGHTSIDE, NOBODY, UNKNOWN_ID, USERS, Advance, Ask, Recipe

_MINT = Ask("createAuthCode", json={"userId": USERS["alice"]}, keep={"code": "/code"})
_EXCHANGE = Ask("exchangeAuthCode", json={"code": "${code}"}, caller=NOBODY)

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createAuthCode", "User.MissingUserId"): (Ask("createAuthCode", json={}),),
    ("createAuthCode", "User.NotInClient"): (Ask("createAuthCode", json={"userId": NORAH}),),
    ("exchangeAuthCode", "Mock.AuthCodeUnknown"): (
        Ask("exchangeAuthCode", json={"code": "no-such-code"}, caller=NOBODY),
    ),
    ("exchangeAuthCode", "Mock.AuthCodeExpired"): (_MINT, Advance("PT10M"), _EXCHANGE),
    ("exchangeAuthCode", "Mock.AuthCodeUsed"): (_MINT, _EXCHANGE, _EXCHANGE),
    ("mintSandboxHandoff", "Handoff.MissingOrganisationId"): (Ask("mintSandboxHandoff", json={}, caller="alice"),),
    ("mintSandboxHandoff", "Handoff.NoOrgAccess"): (
        Ask("mintSandboxHandoff", json={"organisationId": BRIGHTSIDE}, caller="alice"),
    ),
    ("mintSandboxHandoff", "Organisation.NotFound"): (
        Ask("mintSandboxHandoff", json={"organisationId": UNKNOWN_ID}, caller="alice"),
    ),
}
