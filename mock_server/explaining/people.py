"""Who somebody is, in the words of whoever wrote the scenario."""

from mock_server.domain.model import ClientId, Organisation, OrganisationId, Role, UserId
from mock_server.domain.principal import Anonymous, ApiClient, Principal
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIP_BY_CLIENT,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    MEMBERSHIP_BY_ORGANISATION,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
)
from mock_server.domain.world import World
from mock_server.json_value import Json


def client_named(world: World, client_id: str) -> str:
    client = world.store.get(CLIENTS, client_id)
    return f"client {client_id}" if client is None else f"client {client.name} ({client_id})"


def organisation_named(world: World, organisation_id: str) -> str:
    organisation = world.store.get(ORGANISATIONS, organisation_id)
    return f"organisation {organisation_id}" if organisation is None else named(organisation)


def named(organisation: Organisation) -> str:
    return f"organisation {organisation.name} ({organisation.id})"


def user_named(world: World, user_id: str) -> str:
    user = world.store.get(USERS, user_id)
    return f"user {user_id}" if user is None else f"user {user.email} ({user_id})"


def principal_named(world: World, principal: Principal) -> str:
    if isinstance(principal, Anonymous):
        return "nobody"
    if isinstance(principal, ApiClient):
        return client_named(world, principal.client_id)
    return f"{user_named(world, principal.user_id)} under {client_named(world, principal.client_id)}"


def email_of(world: World, user_id: UserId) -> str | None:
    user = world.store.get(USERS, user_id)
    return None if user is None else user.email


def members_of(world: World, organisation_id: OrganisationId | str) -> list[tuple[str, Role]]:
    """Email and role of each member."""
    found = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_ORGANISATION, organisation_id)
    return [(email_of(world, each.user_id) or each.user_id, each.role) for each in found]


def portal_of(world: World, client_id: ClientId) -> list[tuple[str, Role]]:
    """Email and role of each portal user."""
    found = world.store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_CLIENT, client_id)
    return [(email_of(world, each.user_id) or each.user_id, each.role) for each in found]


def shown_principal(world: World, principal: Principal) -> dict[str, Json]:
    if isinstance(principal, Anonymous):
        return {"kind": "anonymous"}
    client = world.store.get(CLIENTS, principal.client_id)
    told: dict[str, Json] = {
        "kind": "client",
        "client": {"id": principal.client_id, "name": None if client is None else client.name},
    }
    if isinstance(principal, ApiClient):
        return told
    user: dict[str, Json] = {"id": principal.user_id, "email": email_of(world, principal.user_id)}
    handed = {} if principal.only_organisation is None else {"onlyOrganisation": principal.only_organisation}
    return {**told, "kind": "user", "user": user, **handed}
