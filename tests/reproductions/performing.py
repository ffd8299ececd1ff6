"""Performs scripts against a server in this process."""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import httpx

from mock_server.contract.document import Contract, load
from mock_server.reproductions.beginning import whole_beginning
from mock_server.reproductions.perform import Received, perform
from mock_server.reproductions.script import Script, Step
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.asgi import InProcess, sent_raw

EMPTY: Mapping[str, str] = MappingProxyType({})


@cache
def contract() -> Contract:
    return load(EFFECTIVE_CONTRACT)


def run(mock: InProcess, script: Script) -> Received:
    """What the last request of the script is answered, in a world of its own that is dropped at the end."""
    world = _world(mock, script)

    def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        base = f"/__mock__/worlds/{world}" if step.control else f"/w/{world}"
        answer = _sent(mock, step.method, base + path, headers, body)
        return Received(answer.status_code, dict(answer.headers), answer.content)

    try:
        return perform(script, send)
    finally:
        assert _sent(mock, "DELETE", f"/__mock__/worlds/{world}").status_code == 204


def _world(mock: InProcess, script: Script) -> str:
    body = json.dumps(whole_beginning(script.start)).encode()
    made = _sent(mock, "POST", "/__mock__/worlds", {"content-type": "application/json"}, body)
    assert made.status_code == 201, made.text
    return str(made.json()["name"])


def _sent(
    mock: InProcess, method: str, target: str, headers: Mapping[str, str] = EMPTY, body: bytes | None = None
) -> httpx.Response:
    told = {**headers, "content-length": str(len(body))} if body is not None else headers
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
    return sent_raw(mock, method, target, pairs, *(() if body is None else (body,)))
