"""What is known of a session token that was sent."""

from collections.abc import Iterator, Mapping

from mock_server.domain.masking import mask
from mock_server.domain.sessions import ISSUER, PURPOSE
from mock_server.domain.tables import USERS
from mock_server.explaining.claims import Reading, read_claims, times_of
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, now, then, to_blame
from mock_server.json_value import Json

_SHOWN = ("sub", "email", "client", "organisation", "purpose", "world")


def seen(exchange: Exchange, header: str) -> Iterator[Fact]:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        yield to_blame("The Authorization header does not read: Bearer <session token>.")
        return
    reading = read_claims(exchange.world, token.strip())
    shown = mask(token.strip())
    if reading.claims is None:
        yield to_blame(f"What was sent as a session token, {shown}, is no JWT.")
        return
    told = ", ".join(f"{name} {reading.claims[name]}" for name in _SHOWN if reading.claims.get(name) is not None)
    yield then(exchange.masking.text(f"The token {shown} claims: {told or 'nothing that a session token does'}."))
    yield from times_of(reading, exchange.entry.at)
    yield from _faults(exchange, reading, reading.claims)


def _faults(exchange: Exchange, reading: Reading, claims: Mapping[str, Json]) -> Iterator[Fact]:
    """Why it is not taken as it is."""
    world = exchange.world
    if not reading.signed:
        yield to_blame("Its signature is not this server's: it was altered, or signed with another key.")
    if claims.get("purpose") != PURPOSE:
        yield to_blame("It is no session token: exchange an auth code (POST /auth/exchange) for one.")
    elif claims.get("iss") != ISSUER:
        yield to_blame(f"Its issuer is not {ISSUER}.")
    if claims.get("world") != world.name:
        yield to_blame(f"It is of another world than {world.name}.")
    if world.store.get(USERS, claims.get("sub") if isinstance(claims.get("sub"), str) else None) is None:
        yield now("The world has no user with the id that it names.")
