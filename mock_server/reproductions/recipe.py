"""How a recipe is written down: calls of operations, by whom, about what; and how it becomes a script."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import quote, urlencode

from mock_server.contract.document import ORGANISATION_HEADER, Contract
from mock_server.json_value import Json
from mock_server.reproductions.script import Body, Expected, Script, Start, Step

CLIENT = "client"
"""The caller that holds the API key of Acme Platform."""
NOBODY = "nobody"
API_KEY = "dol_live_abc123"
ACME = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
BRIGHTSIDE = "4e8b0c1d-2f3a-4b5c-8d6e-7f8091a2b3c4"
CORNER_BAKERY = "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
"""No record of the scenario has it."""
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""When every recipe starts, so that it leads to the same answers on every day."""
USERS: Mapping[str, str] = {
    "alice": "a1111111-1111-1111-1111-111111111111",
    "bob": "b2222222-2222-2222-2222-222222222222",
    "olivia": "d4444444-4444-4444-4444-444444444444",
    "adam": "e5555555-5555-5555-5555-555555555555",
}
"""Users of the scenario acme who can log in: callers by name. Olivia is Owner, Adam Admin of the client."""
LOGIN_OPERATIONS = ("createAuthCode", "exchangeAuthCode")
"""What logs a caller in, in this order."""
_JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of an operation. `caller` is CLIENT, NOBODY, or a name of USERS, who is logged in before.

    `organisation` is the selected one, sent where the operation needs one; None: not sent. `json` is the body; `raw`
    one as it is sent, with its content type in `headers`. `keep`: name -> JSON pointer into the answer, for `${name}`
    in what follows.
    """

    operation: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    json: Json = None
    caller: str = CLIENT
    organisation: str | None = ACME
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Body = None
    keep: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advance:
    """The world's clock moves on by an ISO 8601 duration."""

    duration: str


Recipe: TypeAlias = Sequence[Ask | Advance]
"""The last of them is the call that is refused."""


def script_of(contract: Contract, title: str, recipe: Recipe, expected: Expected) -> Script:
    """The requests that a recipe stands for, logins included, in a world of the scenario acme."""
    *before, last = _steps(contract, recipe)
    refused = replace(last, keep={})  # no step comes after it that would need anything of its answer
    return Script(title, Start("acme", now=NOON), (*before, refused), expected)


def _steps(contract: Contract, recipe: Recipe) -> Iterator[Step]:
    known: set[str] = set()
    for part in recipe:
        if isinstance(part, Advance):
            yield Step("POST", "/clock/advance", _JSON, json.dumps({"duration": part.duration}), control=True)
            continue
        if part.caller in USERS and part.caller not in known:
            known.add(part.caller)
            yield from _login(contract, part.caller)
        yield _step(contract, part)


def _login(contract: Contract, name: str) -> Iterator[Step]:
    mint, exchange = LOGIN_OPERATIONS
    yield _step(contract, Ask(mint, json={"userId": USERS[name]}, keep={f"{name}_code": "/code"}))
    body = {"code": f"${{{name}_code}}"}
    yield _step(contract, Ask(exchange, json=body, caller=NOBODY, keep={f"{name}_token": "/token"}))


def _step(contract: Contract, ask: Ask) -> Step:
    operation = contract.operations[ask.operation]
    path = operation.path
    for name, value in ask.path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe="${}"))
    query = f"?{urlencode(ask.query, safe='${}')}" if ask.query else ""
    headers = dict(_credential(ask.caller))
    if ask.organisation is not None and operation.needs_organisation:
        headers[ORGANISATION_HEADER] = ask.organisation
    body = ask.raw if ask.json is None else json.dumps(ask.json, ensure_ascii=False)
    if ask.json is not None:
        headers |= _JSON
    return Step(operation.method, path + query, {**headers, **ask.headers}, body, ask.keep)


def _credential(caller: str) -> Iterator[tuple[str, str]]:
    if caller == CLIENT:
        yield "x-dolfin-api-key", API_KEY
    elif caller in USERS:
        yield "authorization", f"Bearer ${{{caller}_token}}"
