"""Tag Users: people and the organisations they belong to."""

from collections.abc import Mapping

from mock_server.reproductions.acme import ADAM_EMAIL, ALICE_EMAIL
from mock_server.reproductions.recipe import ACME, BRIGHTSIDE, USERS, Ask, Recipe

_MAKE_ADAM_ADMIN = Ask(
    "addOrganisationUser", path={"organisationId": ACME}, json={"email": ADAM_EMAIL, "role": "Admin"}
)
"""Of Acme Plumbing, which has no Admin of its own yet."""
_NEW_EMAIL = "nina@example.com"


def _change(name: str, role: str, caller: str, organisation: str = ACME) -> Ask:
    """The user of that name is given a role in the organisation."""
    path = {"id": USERS[name]}
    return Ask("changeUserRole", path=path, json={"role": role}, caller=caller, organisation=organisation)


RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("addOrganisationUser", "Mock.AlreadyMember"): (
        Ask("addOrganisationUser", path={"organisationId": ACME}, json={"email": ALICE_EMAIL}),
    ),
    ("addUser", "Mock.NotAdministrator"): (Ask("addUser", json={"email": _NEW_EMAIL}, caller="alice"),),
    ("addUser", "Mock.NotOwner"): (
        _MAKE_ADAM_ADMIN,
        Ask("addUser", json={"email": _NEW_EMAIL, "role": "Owner"}, caller="adam"),
    ),
    ("addUser", "Mock.AlreadyMember"): (
        Ask("addUser", json={"email": ADAM_EMAIL}, caller="olivia", organisation=BRIGHTSIDE),
    ),
    ("changeUserRole", "Mock.NotAdministrator"): (_change("bob", "Admin", "alice"),),
    ("changeUserRole", "Mock.NotOwner"): (_MAKE_ADAM_ADMIN, _change("alice", "Owner", "adam")),
    ("changeUserRole", "Mock.LastOwner"): (_change("olivia", "Admin", "olivia", BRIGHTSIDE),),
}
