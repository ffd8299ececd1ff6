"""What a caller can reach, judged by the world as it is now."""

from typing import NamedTuple

from mock_server.domain.model import Client, ClientMembership, Membership, Organisation, OrganisationId, Role
from mock_server.domain.principal import ApiClient, Principal, SessionUser
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    ORGANISATIONS,
)
from mock_server.domain.world import World

ADMINISTRATORS = frozenset({Role.ADMIN, Role.OWNER})


class OrganisationAccess(NamedTuple):
    """An organisation that a session covers, and the role there."""

    organisation: Organisation
    role: Role


class ClientAccess(NamedTuple):
    """A client whose portal a session covers, and the role there."""

    client: Client
    role: Role


class Reach(NamedTuple):
    """All that a session covers."""

    organisations: tuple[OrganisationAccess, ...]
    clients: tuple[ClientAccess, ...]


def reach_of(world: World, session: SessionUser) -> Reach:
    return Reach(organisations_of(world, session), clients_of(world, session))


def organisations_of(world: World, session: SessionUser) -> tuple[OrganisationAccess, ...]:
    """Every organisation the session covers: under its client alone, or the one of a handoff alone."""
    if session.only_organisation is not None:
        access = handed_off(world, session, session.only_organisation)
        return () if access is None else (access,)
    accesses = [
        OrganisationAccess(_organisation(world, membership.organisation_id), membership.role)
        for membership in world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, session.user_id)
        if membership.client_id == session.client_id
    ]
    return tuple(accesses)


def clients_of(world: World, session: SessionUser) -> tuple[ClientAccess, ...]:
    """The client whose portal the session covers: none for a handoff, which covers one organisation alone."""
    if session.only_organisation is not None:
        return ()
    membership = client_membership_of(world, session)
    return () if membership is None else (ClientAccess(_client(world, membership), membership.role),)


def handed_off(world: World, session: SessionUser, organisation_id: OrganisationId) -> OrganisationAccess | None:
    """Access to one organisation by membership or, for a non-member, as Admin or Owner of its client."""
    organisation = world.store.get(ORGANISATIONS, organisation_id)
    if organisation is None or organisation.client_id != session.client_id:
        return None
    membership = membership_of(world, session, organisation_id)
    if membership is not None:
        return OrganisationAccess(organisation, membership.role)
    portal = client_membership_of(world, session)
    if portal is not None and portal.role in ADMINISTRATORS:
        return OrganisationAccess(organisation, portal.role)
    return None


def can_select(world: World, principal: Principal, organisation: Organisation) -> bool:
    """Whether the caller may choose this organisation for a call."""
    if isinstance(principal, ApiClient):
        return organisation.client_id == principal.client_id
    if not isinstance(principal, SessionUser) or organisation.client_id != principal.client_id:
        return False
    if principal.only_organisation is not None:
        return (
            principal.only_organisation == organisation.id and handed_off(world, principal, organisation.id) is not None
        )
    return membership_of(world, principal, organisation.id) is not None


def membership_of(world: World, session: SessionUser, organisation_id: OrganisationId) -> Membership | None:
    return world.store.get(MEMBERSHIPS, (session.user_id, organisation_id))


def client_membership_of(world: World, session: SessionUser) -> ClientMembership | None:
    return world.store.get(CLIENT_MEMBERSHIPS, (session.user_id, session.client_id))


def name_of(world: World, session: SessionUser) -> str | None:
    """The name by which the session's client knows the user."""
    for membership in world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, session.user_id):
        if membership.name and membership.client_id == session.client_id:
            return membership.name
    portal = client_membership_of(world, session)
    return portal.name or None if portal is not None else None


def _organisation(world: World, organisation_id: OrganisationId) -> Organisation:
    organisation = world.store.get(ORGANISATIONS, organisation_id)
    assert organisation is not None, "a membership names an organisation that is not there"
    return organisation


def _client(world: World, membership: ClientMembership) -> Client:
    client = world.store.get(CLIENTS, membership.client_id)
    assert client is not None, "a portal membership names a client that is not there"
    return client
