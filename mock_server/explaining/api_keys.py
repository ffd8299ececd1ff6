"""What is known of an API key that was sent."""

from collections.abc import Iterator

from mock_server.domain import times
from mock_server.domain.masking import mask
from mock_server.domain.model import ApiKey
from mock_server.domain.tables import API_KEYS
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, now, then
from mock_server.explaining.past import earlier
from mock_server.explaining.people import client_named
from mock_server.explaining.times_told import moment


def seen(exchange: Exchange, secret: str) -> Iterator[Fact]:
    world = exchange.world
    key = world.store.get(API_KEYS, secret)
    if key is None:
        yield now(f"The API key {mask(secret)} is unknown: no key of the world {world.name} reads so.")
        yield from _like_it(exchange, secret)
        return
    yield now(f"The API key {mask(secret)} is the key {key.id} of {client_named(world, key.client_id)}.")
    if key.expires_at is not None:
        verb = "expired" if key.expires_at <= exchange.entry.at else "expires"
        yield then(f"The key {verb} at {moment(key.expires_at, exchange.entry.at)}.")
    if key.revoked:
        yield _revocation(exchange, key)


def _revocation(exchange: Exchange, key: ApiKey) -> Fact:
    for entry in earlier(exchange, "revokeApiKey"):
        if key.id in entry.target:
            return then(f"The key was revoked at {times.written(entry.at)}, by request #{entry.id}.")
    return now("The key is revoked; the journal up to the request does not tell when.")


def _like_it(exchange: Exchange, secret: str) -> Iterator[Fact]:
    keys = list(exchange.world.store.all(API_KEYS))
    if any(key.secret.casefold() == secret.strip().casefold() for key in keys):
        yield now("A known key differs from it in case or blanks alone.")
    clients = sorted({client_named(exchange.world, key.client_id) for key in keys if not key.revoked})
    yield helps(f"Clients with a key: {listed(clients)}.")
