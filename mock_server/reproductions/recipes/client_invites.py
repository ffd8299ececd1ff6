"""Tag ClientInvites: how people come to a client's portal."""

from collections.abc import Mapping

from mock_server.reproductions.acme import ACME_PLATFORM, OLIVIA_EMAIL
from mock_server.reproductions.recipe import CLIENT, NOBODY, Advance, Ask, Recipe

_INVITED = "nina@example.com"


def _invite(email: str = _INVITED, role: str = "Member", caller: str = CLIENT, token: str = "invite") -> Ask:
    """An invite is made; its token is kept under the name."""
    body = {"email": email, "role": role}
    path = {"clientId": ACME_PLATFORM}
    return Ask("createClientInvite", path=path, json=body, caller=caller, keep={token: "/token"})


def _accept(token: str = "${invite}", email: str = _INVITED) -> Ask:
    """Whoever has the address accepts: here the address itself stands for the access token that verifies it."""
    return Ask("acceptClientInvite", json={"token": token, "accessToken": email}, caller=NOBODY)


RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createClientInvite", "Member.Forbidden"): (_invite(caller="alice"),),
    ("createClientInvite", "Mock.NotOwner"): (_invite(role="Owner", caller="adam"),),
    ("createClientInvite", "Mock.AlreadyMember"): (_invite(OLIVIA_EMAIL),),
    ("acceptClientInvite", "Mock.InviteUnknown"): (_accept("no-such-invite"),),
    ("acceptClientInvite", "Mock.InviteExpired"): (_invite(), Advance("P7D"), _accept()),
    ("acceptClientInvite", "Mock.InviteUsed"): (_invite(), _accept(), _accept()),
    ("acceptClientInvite", "Mock.EmailNotInvited"): (_invite(), _accept(email="somebody@example.com")),
    ("acceptClientInvite", "Mock.AlreadyMember"): (
        _invite(),
        _invite(token="second"),
        _accept(),
        _accept("${second}"),
    ),
}
