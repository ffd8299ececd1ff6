"""What is known of an auth code that was to be exchanged."""

from collections.abc import Iterator

from mock_server.domain import times
from mock_server.domain.masking import mask
from mock_server.domain.model import CodePurpose
from mock_server.domain.sessions import PURPOSE
from mock_server.domain.tables import AUTH_CODES, USED_CODES
from mock_server.explaining.claims import read_claims, times_of
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, now, then
from mock_server.explaining.past import earlier
from mock_server.explaining.people import user_named


def seen(exchange: Exchange) -> Iterator[Fact]:
    code = exchange.members.get("code")
    if not isinstance(code, str):
        return
    reading = read_claims(exchange.world, code)
    if reading.claims is None:
        yield then(f"What was sent as the code, {mask(code)}, is no JWT: codes are.")
        return
    claims, world = reading.claims, exchange.world
    if not reading.signed:
        yield then(f"The signature of {mask(code)} is not this server's: it was altered, or minted elsewhere.")
    if claims.get("world") != world.name:
        yield then(exchange.masking.text(f"The code is of the world {claims.get('world')}, not of {world.name}."))
    if claims.get("purpose") == PURPOSE:
        yield then("It is a session token: it was exchanged already, and goes into the Authorization header.")
    elif claims.get("purpose") in tuple(CodePurpose):
        yield then(f"The code {mask(code)} is one for {user_named(world, str(claims.get('sub')))}.")
    yield from times_of(reading, exchange.entry.at)
    yield from _mint(exchange, code)
    yield from _use(exchange, code, str(claims.get("jti")))


def _mint(exchange: Exchange, code: str) -> Iterator[Fact]:
    sent = code.encode()
    minted = next((e for e in earlier(exchange, "createAuthCode", "mintSandboxHandoff") if sent in e.content), None)
    if minted is not None:
        yield then(f"It was minted by request #{minted.id}.")
    elif exchange.entry.error_code == "Mock.AuthCodeUnknown":
        yield now("No request in the journal of this world minted it: the world may have been reset since.")


def _use(exchange: Exchange, code: str, code_id: str) -> Iterator[Fact]:
    sent = code.encode()
    used = next((entry for entry in earlier(exchange, "exchangeAuthCode") if sent in (entry.body or b"")), None)
    if used is not None:
        yield then(f"It was exchanged at {times.written(used.at)}, by request #{used.id}.")
    elif exchange.world.store.get(USED_CODES, code_id) is not None:
        yield now("It is among the codes that were exchanged; the journal does not tell by which request.")
    elif exchange.world.store.get(AUTH_CODES, code_id) is not None:
        yield now("Nobody exchanged it.")
