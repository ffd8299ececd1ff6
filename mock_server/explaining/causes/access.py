"""Why an organisation or a user is out of the caller's reach."""

from collections.abc import Iterator

from mock_server.domain.access import ADMINISTRATORS
from mock_server.domain.model import ClientId, Organisation, OrganisationId
from mock_server.domain.principal import Anonymous, SessionUser
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIPS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    ORGANISATIONS,
    USER_BY_EMAIL,
    USERS,
    email_key,
)
from mock_server.explaining.causes.organisations import named_organisations
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, now, then
from mock_server.explaining.organisation import selectable
from mock_server.explaining.people import client_named, members_of, named, organisation_named, portal_of, user_named


def no_access_to_organisation(exchange: Exchange) -> Iterator[Fact]:
    session = exchange.entry.principal
    for organisation in named_organisations(exchange):
        yield now(f"It is {named(organisation)}, of {client_named(exchange.world, organisation.client_id)}.")
        if isinstance(session, SessionUser):
            yield from _why_not(exchange, session, organisation)
        yield from who_has_access(exchange, organisation)


def who_has_access(exchange: Exchange, organisation: Organisation) -> Iterator[Fact]:
    members = [f"{email} ({role})" for email, role in members_of(exchange.world, organisation.id)]
    portal = [f"{email} ({role})" for email, role in portal_of(exchange.world, organisation.client_id)]
    yield helps(f"Members of {named(organisation)}: {listed(members)}.")
    administrators = [each for each in portal if not each.endswith("(Member)")]
    yield helps(
        f"Admins and Owners of {client_named(exchange.world, organisation.client_id)}: {listed(administrators)}."
    )


def _why_not(exchange: Exchange, session: SessionUser, organisation: Organisation) -> Iterator[Fact]:
    if session.client_id != organisation.client_id:
        yield then(f"The session is under {client_named(exchange.world, session.client_id)}: another client.")
    elif all(each.organisation_id != organisation.id for each in exchange.entry.memberships):
        yield then("The user was no member of it.")
    if session.only_organisation not in (None, organisation.id):
        yield then("The session began with a handoff: it covers another organisation alone.")
    portal = exchange.world.store.get(CLIENT_MEMBERSHIPS, (session.user_id, organisation.client_id))
    if portal is not None and portal.role not in ADMINISTRATORS:
        yield now(f"The portal role {portal.role} is not enough: it takes Admin or Owner.")


def no_such_organisation(exchange: Exchange) -> Iterator[Fact]:
    found = list(named_organisations(exchange))
    for organisation in found:
        yield now(f"It is {named(organisation)}, of {client_named(exchange.world, organisation.client_id)}.")
    if not found:
        yield now("No organisation of the world has an id that the request names.")
    can = selectable(exchange)
    yield helps(f"Organisations of the caller: {listed(can)}.")


def user_not_in_client(exchange: Exchange) -> Iterator[Fact]:
    world, principal = exchange.world, exchange.entry.principal
    user_id = str(exchange.members.get("userId", "")).lower()
    if world.store.get(USERS, user_id) is None:
        yield now("No user of the world has this id.")
    else:
        own = [
            f"{organisation_named(world, each.organisation_id)} of {client_named(world, each.client_id)}"
            for each in world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user_id)
        ]
        yield now(f"It is {user_named(world, user_id)}, a member of: {listed(own)}.")
    if not isinstance(principal, Anonymous):
        yield helps(f"Users in organisations of the client: {listed(_users_of(exchange, principal.client_id))}.")


def _users_of(exchange: Exchange, client_id: ClientId) -> list[str]:
    world = exchange.world
    own = {each.user_id: None for each in world.store.all(MEMBERSHIPS) if each.client_id == client_id}
    return [user_named(world, user_id).removeprefix("user ") for user_id in own]


def already_member(exchange: Exchange) -> Iterator[Fact]:
    world = exchange.world
    principal, email = exchange.entry.principal, exchange.members.get("email")
    places = [each.id for each in named_organisations(exchange)]
    if exchange.entry.organisation_id is not None:
        places.append(OrganisationId(exchange.entry.organisation_id))
    for user in world.store.find(USERS, USER_BY_EMAIL, email_key(str(email))) if email else ():
        for place in dict.fromkeys(places):
            member = world.store.get(MEMBERSHIPS, (user.id, place))
            if member is not None:
                yield now(f"{user.email} is a member of {organisation_named(world, place)}, as {member.role}.")
        if isinstance(principal, Anonymous):
            continue
        portal = world.store.get(CLIENT_MEMBERSHIPS, (user.id, principal.client_id))
        if portal is not None:
            yield now(f"{user.email} is in the portal of {client_named(world, principal.client_id)}, as {portal.role}.")
    count = sum(1 for _ in world.store.all(ORGANISATIONS))
    if not places:
        yield now(f"The request names none of the world's {count} organisations.")
