"""Performs scripts against a server in this process."""

from collections.abc import Mapping
from functools import cache

from mock_server.contract.document import Contract, load
from mock_server.reproductions.perform import Received, perform
from mock_server.reproductions.script import Script, Step
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.asgi import InProcess, sent_raw


@cache
def contract() -> Contract:
    return load(EFFECTIVE_CONTRACT)


def run(mock: InProcess, script: Script) -> Received:
    """What the last request of the script is answered, in a world that has just begun."""
    assert mock.request("POST", "/__mock__/reset").status_code == 200

    def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        target = f"/__mock__{path}" if step.control else path
        told = {**headers, "content-length": str(len(body))} if body is not None else headers
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
        answer = sent_raw(mock, step.method, target, pairs, *(() if body is None else (body,)))
        return Received(answer.status_code, dict(answer.headers), answer.content)

    return perform(script, send)
