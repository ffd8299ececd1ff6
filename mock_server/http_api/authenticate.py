"""Step: who calls, as the operation's security says."""

from collections.abc import Callable

from mock_server.catalogue import UNAUTHORIZED
from mock_server.contract.document import Credential, Operation
from mock_server.domain.administration.api_keys import is_active
from mock_server.domain.principal import ApiClient, Principal
from mock_server.domain.rules.credentials import require_credential
from mock_server.domain.sessions import read_session
from mock_server.domain.tables import API_KEYS, USERS
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.http_api.call import Call

API_KEY_HEADER = "x-dolfin-api-key"
_HEADERS: dict[Credential, str] = {"bearer": "authorization", "apiKey": API_KEY_HEADER}
_CHALLENGES: dict[Credential, str] = {
    "bearer": 'Bearer realm="dolfin"',
    "apiKey": f'ApiKey realm="dolfin", header="{API_KEY_HEADER}"',
}
_KINDS = {"bearer": "a session token (Authorization: Bearer ...)", "apiKey": f"an API key ({API_KEY_HEADER})"}


def authenticate(call: Call) -> None:
    """Sets the principal. A public operation reads no credential; elsewhere each one that is sent must be valid."""
    operation = call.routed_operation
    if not operation.credentials:
        return
    headers = call.request.headers
    sent: dict[Credential, Principal] = {}
    for kind, header in _HEADERS.items():
        if header in headers:
            sent[kind] = _principal(call, kind, headers[header])
    for kind in operation.credentials:
        if kind in sent:
            call.principal = sent[kind]
            return
    raise Violation(UNAUTHORIZED, reason=f"The operation takes {_accepted(operation)}.")


def challenge(operation: Operation) -> dict[str, str]:
    """The header that goes with a 401."""
    return {"www-authenticate": ", ".join(_CHALLENGES[kind] for kind in operation.credentials)}


def _accepted(operation: Operation) -> str:
    return " or ".join(_KINDS[kind] for kind in operation.credentials)


def _principal(call: Call, kind: Credential, values: tuple[str, ...]) -> Principal:
    if len(values) > 1:
        raise Violation(UNAUTHORIZED, reason=f"The header {_HEADERS[kind]} was sent more than once.")
    return _READERS[kind](call.world, values[0])


def _api_client(world: World, secret: str) -> Principal:
    key = require_credential(world.store.get(API_KEYS, secret), "The API key is not known.")
    require_credential(key if is_active(key, world.clock.now()) else None, "The API key was revoked or has expired.")
    return ApiClient(key.client_id)


def _session_user(world: World, header: str) -> Principal:
    scheme, _, token = header.partition(" ")
    token_text = token.strip() if scheme.lower() == "bearer" else None
    text = require_credential(token_text, "The Authorization header must read: Bearer <session token>.")
    session = require_credential(
        read_session(world, text), "The session token is not valid, has ended, or is no session token."
    )
    require_credential(world.store.get(USERS, session.user_id), "The session token's user does not exist.")
    return session


_READERS: dict[Credential, Callable[[World, str], Principal]] = {
    "bearer": _session_user,
    "apiKey": _api_client,
}
