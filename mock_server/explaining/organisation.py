"""What the step that finds the selected organisation saw."""

from collections.abc import Iterator

from mock_server.contract.document import ORGANISATION_HEADER
from mock_server.domain.model import Organisation
from mock_server.domain.principal import ApiClient, SessionUser
from mock_server.domain.tables import ORGANISATIONS
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, now, then
from mock_server.explaining.people import client_named, members_of, named, organisation_named


def seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    operation, values = exchange.operation, exchange.header(ORGANISATION_HEADER)
    if operation is None or not operation.needs_organisation:
        yield then("The operation needs no organisation.")
        return
    if not values or not values[0]:
        yield then(f"The header {ORGANISATION_HEADER} was not sent.")
    elif len(values) > 1:
        yield then(f"The header {ORGANISATION_HEADER} was sent {len(values)} times.")
    else:
        yield from _selected(exchange, values[0].lower(), refused=refused)
    if refused:
        yield helps(f"The caller can select: {listed(selectable(exchange))}.")


def selectable(exchange: Exchange) -> list[str]:
    """The organisations that the caller can choose for a call."""
    world, principal = exchange.world, exchange.entry.principal
    if isinstance(principal, ApiClient):
        return [named(each) for each in world.store.all(ORGANISATIONS) if each.client_id == principal.client_id]
    if not isinstance(principal, SessionUser):
        return []
    if principal.only_organisation is not None:
        return [organisation_named(world, principal.only_organisation)]
    own = [each for each in exchange.entry.memberships if each.client_id == principal.client_id]
    return [organisation_named(world, each.organisation_id) for each in own]


def _selected(exchange: Exchange, organisation_id: str, *, refused: bool) -> Iterator[Fact]:
    organisation = exchange.world.store.get(ORGANISATIONS, organisation_id)
    shown = exchange.masking.text(organisation_id[:80])
    if organisation is None:
        yield now(f"No organisation of the world has the id {shown}.")
        return
    yield now(f"It is {named(organisation)}, of {client_named(exchange.world, organisation.client_id)}.")
    yield from _ways(exchange, organisation)
    if refused:
        members = [f"{email} ({role})" for email, role in members_of(exchange.world, organisation.id)]
        yield helps(f"Members of it, who can select it: {listed(members)}; and the API keys of its client.")


def _ways(exchange: Exchange, organisation: Organisation) -> Iterator[Fact]:
    """By what the caller may use it, or why not."""
    principal = exchange.entry.principal
    if not isinstance(principal, ApiClient | SessionUser):
        return
    if organisation.client_id != principal.client_id:
        yield then(f"The caller belongs to {client_named(exchange.world, principal.client_id)}: another client.")
    elif isinstance(principal, ApiClient):
        yield then("The caller's client owns it.")
    elif principal.only_organisation not in (None, organisation.id):
        yield then("The session began with a handoff to another organisation.")
    else:
        role = next((m.role for m in exchange.entry.memberships if m.organisation_id == organisation.id), None)
        yield then(f"The user is a member of it, as {role}." if role else "The user is no member of it.")
