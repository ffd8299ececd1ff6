"""The roles by which a caller administers an organisation or a client."""

from mock_server.domain.access import ADMINISTRATORS, clients_of, handed_off
from mock_server.domain.model import Organisation, Role
from mock_server.domain.principal import ApiClient, Principal, SessionUser
from mock_server.domain.world import World


def client_role(world: World, principal: Principal) -> Role | None:
    """The caller's role in its client. A client's backend acts as an Owner; a handoff session has no role there."""
    if isinstance(principal, ApiClient):
        return Role.OWNER
    if not isinstance(principal, SessionUser):
        return None
    return next((access.role for access in clients_of(world, principal)), None)


def organisation_roles(world: World, principal: Principal, organisation: Organisation) -> frozenset[Role]:
    """The caller's roles over an organisation: there, and as Admin or Owner of its client. None: it is out of reach."""
    if isinstance(principal, ApiClient):
        return frozenset({Role.OWNER} if organisation.client_id == principal.client_id else ())
    if not isinstance(principal, SessionUser) or organisation.client_id != principal.client_id:
        return frozenset()
    there = selected_role(world, principal, organisation)
    portal = client_role(world, principal)
    return frozenset(role for role in (there, portal if portal in ADMINISTRATORS else None) if role is not None)


def selected_role(world: World, session: SessionUser, organisation: Organisation) -> Role | None:
    """The role of a session in an organisation; None where it covers another one alone."""
    if session.only_organisation not in (None, organisation.id):
        return None
    access = handed_off(world, session, organisation.id)
    return None if access is None else access.role
