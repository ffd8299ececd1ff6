"""Worlds for tests that need no server."""

from mock_server.contract.document import load
from mock_server.domain.model import ClientId, OrganisationId, User, UserId
from mock_server.domain.principal import SessionUser
from mock_server.domain.tables import USERS
from mock_server.domain.world import World
from mock_server.resources import EFFECTIVE_CONTRACT
from mock_server.scenarios.scenario import load_scenario
from mock_server.scenarios.start import Beginning, WorldStarter
from mock_server.tokens.jwt_tokens import JwtTokens
from tests.asgi import NOON

ACME_PLATFORM = ClientId("c1234567-abcd-ef01-2345-6789abcdef01")
CORNER_PLATFORM = ClientId("d2345678-bcde-4f01-8345-789abcdef012")
KEY = b"k" * 32
_CONTRACT = load(EFFECTIVE_CONTRACT)


def acme_world(name: str = "default", key: bytes = KEY) -> World:
    """A world of the acme scenario, its clock frozen at noon."""
    scenario = load_scenario("acme", _CONTRACT)
    starter = WorldStarter(wall=lambda: NOON, tokens=JwtTokens(key), cursor_key=key)
    return starter.from_scenario(Beginning(scenario, seed=1, now=NOON, frozen=True))(name)


def user_of(world: World, user_id: str) -> User:
    user = world.store.get(USERS, user_id)
    assert user is not None
    return user


def session(user_id: str, client_id: ClientId = ACME_PLATFORM, only: str | None = None) -> SessionUser:
    return SessionUser(UserId(user_id), client_id, None if only is None else OrganisationId(only))
