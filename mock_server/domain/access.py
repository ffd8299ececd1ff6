"""What a caller can reach, judged by the world as it is now."""

from dataclasses import dataclass

from mock_server.domain.model import Client, ClientMembership, Membership, Organisation, OrganisationId, Role
from mock_server.domain.principal import ApiClient, Principal, SessionUser
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIP_BY_USER,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    ORGANISATIONS,
)
from mock_server.domain.world import World

ADMINISTRATORS = frozenset({Role.ADMIN, Role.OWNER})


@dataclass(frozen=True, slots=True)
class OrganisationAccess:
    """An organisation that a session covers, and the role there."""

    organisation: Organisation
    role: Role


@dataclass(frozen=True, slots=True)
class ClientAccess:
    """A client whose portal a session covers, and the role there."""

    client: Client
    role: Role


def organisations_of(world: World, session: SessionUser) -> tuple[OrganisationAccess, ...]:
    """Every organisation the session covers: under its client alone, or the one of a handoff alone."""
    if session.only_organisation is not None:
        access = handed_off(world, session, session.only_organisation)
        return () if access is None else (access,)
    return tuple(
        OrganisationAccess(_organisation(world, membership.organisation_id), membership.role)
        for membership in world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, session.user_id)
        if membership.client_id == session.client_id
    )


def clients_of(world: World, session: SessionUser) -> tuple[ClientAccess, ...]:
    """The client whose portal the session covers: none for a handoff, which covers one organisation alone."""
    if session.only_organisation is not None:
        return ()
    memberships = world.store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_USER, session.user_id)
    return tuple(
        ClientAccess(_client(world, membership), membership.role)
        for membership in memberships
        if membership.client_id == session.client_id
    )


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
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, session.user_id)
    names = [m.name for m in memberships if m.client_id == session.client_id]
    portal = client_membership_of(world, session)
    return next((name for name in [*names, portal and portal.name] if name), None)


def _organisation(world: World, organisation_id: OrganisationId) -> Organisation:
    organisation = world.store.get(ORGANISATIONS, organisation_id)
    assert organisation is not None, "a membership names an organisation that is not there"
    return organisation


def _client(world: World, membership: ClientMembership) -> Client:
    client = world.store.get(CLIENTS, membership.client_id)
    assert client is not None, "a portal membership names a client that is not there"
    return client
