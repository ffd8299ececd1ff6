"""What `serve` prints when it is ready: everything needed for the first request."""

from collections.abc import Iterator

from mock_server.bootstrap import Server
from mock_server.domain.logins import clients_with, first_login
from mock_server.domain.model import User
from mock_server.domain.tables import API_KEYS, CLIENTS, MEMBERSHIP_BY_USER, MEMBERSHIPS, ORGANISATIONS, USERS
from mock_server.domain.world import World
from mock_server.operations.registry import OPERATIONS


def banner(server: Server, url: str) -> str:
    """The banner; its last line is `Listening on http://HOST:PORT`."""
    world = server.worlds.default
    lines = [
        "",
        f"  dolfin-mock   scenario {server.settings.scenario}, {len(server.contract.operations)} operations",
        "",
        *_operation_lines(server, url),
        "",
        *_key_lines(world),
        *_user_lines(world),
        *_try_lines(world, url),
        f"  Contract      {url}/openapi.json",
        f"  Control API   {_control(server, url)}",
        "",
        f"Listening on {url}",
    ]
    return "\n".join(lines)


def _operation_lines(server: Server, url: str) -> Iterator[str]:
    implemented = [o for o in server.contract.operations.values() if o.id in OPERATIONS]
    for operation in implemented:
        yield f"  {operation.method:<6} {url}{operation.path}"
    rest = len(server.contract.operations) - len(implemented)
    if rest:
        yield f"  ... and {rest} more, routed and validated, that answer 501 for now"


def _key_lines(world: World) -> Iterator[str]:
    for key in world.store.all(API_KEYS):
        client = world.store.get(CLIENTS, key.client_id)
        yield f"  API key       {key.secret}  ({client.name if client else key.client_id})"


def _user_lines(world: World) -> Iterator[str]:
    for user in world.store.all(USERS):
        yield f"  User          {user.id}  {user.email}{_places(world, user)}"


def _places(world: World, user: User) -> str:
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user.id)
    organisations = [(world.store.get(ORGANISATIONS, m.organisation_id), m.role) for m in memberships]
    shown = ", ".join(f"{o.name}: {role}" for o, role in organisations if o is not None)
    return f"  ({shown})" if shown else "  (in no organisation)"


def _try_lines(world: World, url: str) -> Iterator[str]:
    key = next(world.store.all(API_KEYS))
    for user in world.store.all(USERS):
        memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user.id)
        if memberships and clients_with(world, user):
            yield f"  Session       {first_login(world, user.email)}  ({user.email})"
            yield ""
            yield "  Try           " + _curl(f"{url}/auth/codes", key.secret, f'{{"userId": "{user.id}"}}')
            yield ""
            return
    yield ""
    yield "  Try           " + f"curl {url}/industries -H 'x-dolfin-api-key: {key.secret}'"
    yield ""


def _curl(url: str, key: str, body: str) -> str:
    return f"curl {url} -H 'x-dolfin-api-key: {key}' -H 'Content-Type: application/json' -d '{body}'"


def _control(server: Server, url: str) -> str:
    if not server.settings.control_enabled:
        return "off: others can reach this server, and no --control-token was given"
    token = ", with x-mock-control-token" if server.settings.control_token else ""
    return f"{url}/__mock__/health{token}"
