"""Who has which role, where a role refused."""

from collections.abc import Iterator

from mock_server.domain.model import ClientId, OrganisationId
from mock_server.domain.principal import Anonymous, SessionUser
from mock_server.explaining.authentication import memberships
from mock_server.explaining.causes.organisations import named_organisations
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, then
from mock_server.explaining.people import client_named, members_of, organisation_named, portal_of


def of_organisation(exchange: Exchange) -> Iterator[Fact]:
    yield from _callers(exchange)
    yield from _in_organisations(exchange)


def of_client(exchange: Exchange) -> Iterator[Fact]:
    yield from _callers(exchange)
    yield from _in_client(exchange)


def of_both(exchange: Exchange) -> Iterator[Fact]:
    yield from _callers(exchange)
    yield from _in_organisations(exchange)
    yield from _in_client(exchange)


def _callers(exchange: Exchange) -> Iterator[Fact]:
    principal = exchange.entry.principal
    if isinstance(principal, SessionUser):
        yield from memberships(exchange, principal)
    elif not isinstance(principal, Anonymous):
        yield then("An API key acts as an Owner of its client.")


def _in_organisations(exchange: Exchange) -> Iterator[Fact]:
    ids = [each.id for each in named_organisations(exchange)]
    if exchange.entry.organisation_id is not None:
        ids.append(OrganisationId(exchange.entry.organisation_id))
    for each in dict.fromkeys(ids):
        told = listed([f"{email} ({role})" for email, role in members_of(exchange.world, each)])
        yield helps(f"Members of {organisation_named(exchange.world, each)}: {told}.")


def _in_client(exchange: Exchange) -> Iterator[Fact]:
    principal = exchange.entry.principal
    if not isinstance(principal, Anonymous):
        yield helps(_portal(exchange, principal.client_id))


def _portal(exchange: Exchange, client_id: ClientId) -> str:
    told = listed([f"{email} ({role})" for email, role in portal_of(exchange.world, client_id)])
    return f"Portal users of {client_named(exchange.world, client_id)}: {told}."
