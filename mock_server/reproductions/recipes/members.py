"""Tag Members: the portal users of a client."""

from collections.abc import Mapping

from mock_server.reproductions.acme import ACME_PLATFORM
from mock_server.reproductions.recipe import CLIENT, USERS, Ask, Recipe


def _change(name: str, role: str, caller: str) -> Ask:
    """The user of that name is given a role in the portal."""
    path = {"clientId": ACME_PLATFORM, "userId": USERS[name]}
    return Ask("changeClientMemberRole", path=path, json={"role": role}, caller=caller)


RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("listClientMembers", "Member.Forbidden"): (
        Ask("listClientMembers", path={"clientId": ACME_PLATFORM}, caller="alice"),
    ),
    ("changeClientMemberRole", "Member.Forbidden"): (_change("adam", "Member", caller="alice"),),
    ("changeClientMemberRole", "Mock.NotOwner"): (_change("adam", "Owner", caller="adam"),),
    ("changeClientMemberRole", "Mock.LastOwner"): (_change("olivia", "Admin", caller=CLIENT),),
}
