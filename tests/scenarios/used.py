"""A world in which everything has happened that scripts know of: each kind of record is there."""

import json
from collections.abc import Mapping

from mock_server.domain.world import World
from mock_server.reproductions.known import enforced_refusals, reproduction
from mock_server.reproductions.perform import Received, ScriptError, perform
from mock_server.reproductions.script import Step
from tests.asgi import InProcess, sent_raw
from tests.reproductions.performing import contract


def used_world(mock: InProcess) -> World:
    """One in which the scripts of all refusals were performed, one after the other."""
    made = mock.request("POST", "/__mock__/worlds", json={"name": "used", "frozen": True})
    assert made.status_code == 201, made.text

    def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        base = "/__mock__/worlds/used" if step.control else "/w/used"
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        answer = sent_raw(mock, step.method, base + path, pairs, *(() if body is None else (body,)))
        return Received(answer.status_code, dict(answer.headers), answer.content)

    for operation, row in enforced_refusals(contract()):
        try:
            perform(reproduction(contract(), operation.id, row.code), send)
        except ScriptError:
            continue  # the scripts before it left too much: there are enough others
    return mock.server.worlds.require("used")


def text_of(value: object) -> str:
    """Tells apart what compares as equal: 0, 0.0 and false."""
    return json.dumps(value, sort_keys=True)
