"""Worlds that capsules are taken of, and other servers in which they are performed."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from mock_server.reproductions.beginning import whole_beginning
from mock_server.reproductions.perform import Received, perform
from mock_server.reproductions.read_script import read_script
from mock_server.reproductions.script import Script, Start, Step
from mock_server.reproductions.signed_texts import SIGNED, is_cursor
from tests.asgi import InProcess, sent_raw
from tests.reproductions.performing import EMPTY


def plain(answer: Received) -> tuple[int, str | None, bytes]:
    """What two servers answer alike: all but the texts that each signs for itself, and its own address."""
    content = SIGNED.sub("(signed)", answer.content.decode("latin-1"))
    content = re.sub(r"http://127\.0\.0\.1:\d+(/w/(w-[0-9a-f]{16}|default))?", "(address)", content)
    content = re.sub(r"([0-9a-f]{12}-)[0-9a-f]{24}", r"\1(sealed)", content)
    return answer.status, answer.code, re.sub(r'"(?:[\w-]{14,24})"', _plain_cursor, content).encode("latin-1")


def _plain_cursor(found: re.Match[str]) -> str:
    return '"(cursor)"' if is_cursor(found[0].strip('"')) else found[0]


class Scene:
    """A world of a server, and what is done in it."""

    def __init__(self, mock: InProcess, name: str) -> None:
        self.mock = mock
        self.name = name

    def __call__(self, step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        base = f"/__mock__/worlds/{self.name}" if step.control else f"/w/{self.name}"
        answer = self.send(step.method, base + path, headers, body)
        return Received(answer.status_code, dict(answer.headers), answer.content)

    def api(self, method: str, path: str, headers: Mapping[str, str] = EMPTY, body: Any = None) -> httpx.Response:
        """A request to the API; a body that is no bytes is sent as JSON."""
        if body is None or isinstance(body, bytes):
            return self.send(method, f"/w/{self.name}{path}", headers, body)
        told = {"content-type": "application/json", **headers}
        return self.send(method, f"/w/{self.name}{path}", told, json.dumps(body).encode())

    def control(self, method: str, path: str, body: Any = None) -> httpx.Response:
        content = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"} if body is not None else {}
        return self.send(method, f"/__mock__/worlds/{self.name}{path}", headers, content)

    def send(
        self, method: str, target: str, headers: Mapping[str, str] = EMPTY, body: bytes | None = None
    ) -> httpx.Response:
        told = {**headers, "content-length": str(len(body))} if body is not None else headers
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
        return sent_raw(self.mock, method, target, pairs, *(() if body is None else (body,)))

    @property
    def last(self) -> int:
        """The id of the newest journal entry."""
        return self.mock.server.worlds.require(self.name).journal.next_id - 1

    def capsule(self, entry: int | None = None) -> Script:
        """Of the last entry, where none is named."""
        told = self.control("GET", f"/journal/{entry or self.last}/reproduce")
        assert told.status_code == 200, told.text
        return read_script(told.json())


@contextmanager
def scene(mock: InProcess, start: Start | None = None) -> Iterator[Scene]:
    """A world of its own; without a start it begins as its server did, with the clock running."""
    body = json.dumps({} if start is None else whole_beginning(start)).encode()
    made = Scene(mock, "").send("POST", "/__mock__/worlds", {"content-type": "application/json"}, body)
    assert made.status_code == 201, made.text
    entered = Scene(mock, made.json()["name"])
    try:
        yield entered
    finally:
        assert entered.control("DELETE", "").status_code == 204


def replayed(mock: InProcess, script: Script) -> Received:
    """What the capsule leads to in a world of another server."""
    with scene(mock, script.start) as entered:
        return perform(script, entered)
