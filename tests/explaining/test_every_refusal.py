"""Whatever an operation refuses, the journal tells why."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from mock_server.catalogue import CODES
from mock_server.domain.tables import ACCEPTED_INVITES, API_KEYS, CLIENT_INVITES
from mock_server.domain.world import World
from mock_server.reproductions.beginning import whole_beginning
from mock_server.reproductions.known import enforced_refusals, reproduction
from mock_server.reproductions.perform import Received, perform
from mock_server.reproductions.script import Script, Step
from tests.asgi import InProcess, sent_raw
from tests.reproductions.performing import contract

REFUSALS = [
    pytest.param(operation.id, row.code, id=f"{operation.id} {row.code}")
    for operation, row in enforced_refusals(contract())
]
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


@pytest.fixture(scope="module")
def explainer() -> InProcess:
    return InProcess(seed=1)


@pytest.mark.parametrize(("operation_id", "code"), REFUSALS)
def test_every_refusal_is_explained(explainer: InProcess, operation_id: str, code: str) -> None:
    world = performed_in(explainer, reproduction(contract(), operation_id, code))
    entry_id = _journal(explainer, world, "?limit=1").json()["entries"][0]["id"]
    answer = _journal(explainer, world, f"/{entry_id}/why")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["operationId"], told["errorCode"], told["remedy"]) == (operation_id, code, CODES[code].remedy)
    _assert_one_step_refused(told["steps"])
    text = _journal(explainer, world, f"/{entry_id}/why?as=text").text
    assert CODES[code].remedy in text
    shown = (answer.text, text, *(_journal(explainer, world, part).text for part in ("", f"/{entry_id}")))
    assert_shows_no_credential(explainer, world, "".join(shown))
    assert explainer.request("DELETE", f"/__mock__/worlds/{world}").status_code == 204


def _assert_one_step_refused(steps: list[dict[str, Any]]) -> None:
    """What came before it passed, what comes after was not reached, and it says something of its own."""
    outcomes = [each["outcome"] for each in steps]
    refused = outcomes.index("refused")
    assert set(outcomes[:refused]) == {"passed"}
    assert set(outcomes[refused + 1 :]) <= {"not reached"}
    assert steps[refused]["saw"], steps


def performed_in(mock: InProcess, script: Script) -> str:
    """The name of the world in which the script was performed."""
    made = mock.request("POST", "/__mock__/worlds", json=whole_beginning(script.start))
    assert made.status_code == 201, made.text
    world = str(made.json()["name"])

    def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        base = f"/__mock__/worlds/{world}" if step.control else f"/w/{world}"
        told = headers if body is None else {**headers, "content-length": str(len(body))}
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
        answer = sent_raw(mock, step.method, base + path, pairs, *(() if body is None else (body,)))
        return Received(answer.status_code, dict(answer.headers), answer.content)

    received = perform(script, send)
    assert (received.status, received.code) == (script.expected.status, script.expected.code)
    return world


def _journal(mock: InProcess, world: str, path: str) -> httpx.Response:
    return mock.request("GET", f"/__mock__/worlds/{world}/journal{path}")


def assert_shows_no_credential(mock: InProcess, name: str, shown: str) -> None:
    world = mock.server.worlds.require(name)
    store = world.store
    known: list[Any] = [key.secret for key in store.all(API_KEYS)]
    known += [invite.token for table in (CLIENT_INVITES, ACCEPTED_INVITES) for invite in store.all(table)]
    known += _handed_out(world)
    assert not [secret for secret in known if secret in shown]
    assert not _JWT.search(shown)


def _handed_out(world: World) -> list[str]:
    """What answers gave out: tokens, codes, keys, secrets, and the addresses of public pages."""
    found: list[str] = []
    for entry in world.journal:
        body = entry.content.decode("utf-8", "replace")
        found += re.findall(r'"(?:token|code|rawKey|secret|clientSecret)":"([^"]{12,})"', body)
        found += re.findall(r"/i/([\w-]{20,})", body)
    return found
