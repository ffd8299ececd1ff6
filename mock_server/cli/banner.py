"""What `serve` prints when it is ready: everything needed for the first request."""

import re
from collections import Counter
from collections.abc import Iterator

from mock_server.bootstrap import Server
from mock_server.contract.document import ORGANISATION_HEADER, Operation
from mock_server.domain.behaviour import Fidelity
from mock_server.domain.logins import clients_with, first_login
from mock_server.domain.model import User
from mock_server.domain.tables import (
    API_KEYS,
    CLIENTS,
    DOCUMENT_BY_COLLECTION,
    DOCUMENTS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
)
from mock_server.domain.world import World

_GUIDE = (
    "createOrganisation",
    "listIndustries",
    "listOrganisationUsers",
    "addOrganisationUser",
    "createAuthCode",
    "exchangeAuthCode",
    "getMe",
    "createInvoice",
    "listInvoices",
    "mintSandboxHandoff",
)
_FIDELITIES = {
    Fidelity.RULES: "with documented rules",
    Fidelity.STATE: "with real state",
    Fidelity.SAMPLE: "that answer samples",
}
_PARAMETER = re.compile(r"(?<=/)(?P<collection>[^/]+)/(?P<placeholder>\{[^}]+\})")
"""A path parameter behind the collection that its value is the id of a record in."""


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
        *_try_lines(server, url),
        f"  Docs          {url}/docs",
        f"  Contract      {url}/openapi.json",
        f"  Control API   {_control(server, url)}",
        "",
        f"Listening on {url}",
    ]
    return "\n".join(lines)


def _operation_lines(server: Server, url: str) -> Iterator[str]:
    """The operations of the integration guide, with ids of the world in their paths; how faithful the others are."""
    for operation in server.contract.operations.values():
        if operation.id in _GUIDE:
            yield f"  {operation.method:<6} {url}{_example_path(server.worlds.default, operation.path)}"
    counted = Counter(behaviour.fidelity for behaviour in server.behaviours.values())
    shown = ", ".join(
        f"{counted[fidelity]} {meaning}" for fidelity, meaning in _FIDELITIES.items() if counted[fidelity]
    )
    yield f"  All of them   {shown}: dolfin-mock operations"


def _example_path(world: World, template: str) -> str:
    """The path with ids of the world in it; a parameter that the world has no id for stays as it is."""
    return _PARAMETER.sub(
        lambda match: f"{match['collection']}/{_first_id(world, match['collection']) or match['placeholder']}", template
    )


def _first_id(world: World, collection: str) -> str | None:
    """The id of the first record in a collection that the first API key reaches."""
    client_id = next(world.store.all(API_KEYS)).client_id
    organisations = [o.id for o in world.store.all(ORGANISATIONS) if o.client_id == client_id]
    if collection == "clients":
        return client_id
    if collection == "organisations":
        return next(iter(organisations), None)
    documents = (world.store.find(DOCUMENTS, DOCUMENT_BY_COLLECTION, (collection, o)) for o in organisations)
    return next((document.id for found in documents for document in found), None)


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


def _try_lines(server: Server, url: str) -> Iterator[str]:
    """A request that works as it stands: a login, or a list where nobody or nothing can log in."""
    world = server.worlds.default
    key = next(world.store.all(API_KEYS))
    for user in world.store.all(USERS):
        memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user.id)
        if "createAuthCode" in server.contract.operations and memberships and clients_with(world, user):
            yield f"  Session       {first_login(world, user.email)}  ({user.email})"
            yield ""
            yield "  Try           " + _curl(f"{url}/auth/codes", key.secret, f'{{"userId": "{user.id}"}}')
            yield ""
            return
    reading = next((o for o in server.contract.operations.values() if _needs_no_id(o)), None)
    if reading is not None:
        yield ""
        yield (
            "  Try           "
            + f"curl {url}{reading.path} -H 'x-dolfin-api-key: {key.secret}'{_selecting(reading, world)}"
        )
    yield ""


def _needs_no_id(operation: Operation) -> bool:
    return operation.method == "GET" and "{" not in operation.path and "apiKey" in operation.credentials


def _selecting(operation: Operation, world: World) -> str:
    organisation = _first_id(world, "organisations")
    return f" -H '{ORGANISATION_HEADER}: {organisation}'" if operation.needs_organisation else ""


def _curl(url: str, key: str, body: str) -> str:
    return f"curl {url} -H 'x-dolfin-api-key: {key}' -H 'Content-Type: application/json' -d '{body}'"


def _control(server: Server, url: str) -> str:
    if not server.settings.control_enabled:
        return "off: others can reach this server, and no --control-token was given"
    token = ", with x-mock-control-token" if server.settings.control_token else ""
    return f"{url}/__mock__/health{token}"
