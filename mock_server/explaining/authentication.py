"""What the step that finds out who calls saw."""

from collections.abc import Iterator, Mapping

from mock_server.contract.document import Credential, Operation
from mock_server.domain.access import client_membership_of
from mock_server.domain.principal import SessionUser
from mock_server.explaining import api_keys, session_tokens
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, listed, now, then, to_blame
from mock_server.explaining.people import client_named, organisation_named, principal_named
from mock_server.http_api.authenticate import API_KEY_HEADER

_HEADERS: Mapping[Credential, str] = {"bearer": "authorization", "apiKey": API_KEY_HEADER}
_KINDS: Mapping[Credential, str] = {"bearer": "a session token", "apiKey": "an API key"}
_READ = {"bearer": session_tokens.seen, "apiKey": api_keys.seen}


def seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    operation = exchange.operation
    assert operation is not None, "a request without an operation comes no further than to the route"
    if not operation.credentials:
        yield then("The operation is public: no credential is read.")
        return
    yield then(f"The operation takes {' or '.join(_KINDS[kind] for kind in operation.credentials)}.")
    yield from _credentials(exchange, operation)
    if not refused:
        yield from _caller(exchange)


def _credentials(exchange: Exchange, operation: Operation) -> Iterator[Fact]:
    sent = [kind for kind, header in _HEADERS.items() if exchange.header(header)]
    if not sent:
        yield then("No credential was sent.")
    for kind in sent:
        values = exchange.header(_HEADERS[kind])
        if len(values) > 1:
            yield to_blame(f"The header {_HEADERS[kind]} was sent {len(values)} times: neither is believed.")
        else:
            yield from _READ[kind](exchange, values[0])
        if kind not in operation.credentials:
            yield to_blame(f"What was sent is {_KINDS[kind]}, which the operation does not take.")


def _caller(exchange: Exchange) -> Iterator[Fact]:
    world, principal = exchange.world, exchange.entry.principal
    yield then(f"The caller is {principal_named(world, principal)}.")
    if isinstance(principal, SessionUser):
        yield from memberships(exchange, principal)


def memberships(exchange: Exchange, session: SessionUser) -> Iterator[Fact]:
    """Those of the user under the session's client, as they were; the portal role as it is."""
    world = exchange.world
    own = [
        f"{organisation_named(world, each.organisation_id)} as {each.role}"
        for each in exchange.entry.memberships
        if each.client_id == session.client_id
    ]
    yield then(f"The user's memberships under that client: {listed(own)}.")
    if session.only_organisation is not None:
        only = organisation_named(world, session.only_organisation)
        yield then(f"The session began with a handoff: it covers {only} alone.")
    portal = client_membership_of(world, session)
    role = f"portal role of the user in {client_named(world, session.client_id)}"
    yield now(f"The {role} is {portal.role}." if portal else f"There is no {role}.")
