"""Sends the requests of a script to a running server."""

from collections.abc import Callable, Mapping
from types import TracebackType

import httpx

from mock_server.reproductions.framing import own_headers
from mock_server.reproductions.perform import Received
from mock_server.reproductions.script import Step

_TIMEOUT_SECONDS = 60


class NoAnswerError(Exception):
    """The server went away; one line for the user."""


class HttpSender:
    """Sends to one world of a server, and tells each request with the status of its answer."""

    def __init__(self, url: str, world: str, control_token: str | None, tell: Callable[[str], object]) -> None:
        self._url = url
        self._world = world
        self._control_token = control_token
        self._tell = tell
        self._client = httpx.Client(timeout=_TIMEOUT_SECONDS)

    def __enter__(self) -> "HttpSender":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    def __call__(self, step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        base = f"/__mock__/worlds/{self._world}" if step.control else f"/w/{self._world}"
        target = httpx.URL(self._url).raw_path.rstrip(b"/") + (base + path).encode()
        sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self._headers(step, headers)]
        try:
            answer = self._client.request(
                step.method, self._url, headers=sent, content=body, extensions={"target": target}
            )
        except httpx.TransportError as error:
            raise NoAnswerError(f"{self._url} gave no answer to {step.method} {step.path}") from error
        self._tell(f"{step.method} {step.path}: {answer.status_code}")
        return Received(answer.status_code, dict(answer.headers), answer.content)

    def _headers(self, step: Step, headers: Mapping[str, str]) -> list[tuple[str, str]]:
        token = {"x-mock-control-token": self._control_token} if step.control and self._control_token else {}
        return [*token.items(), *own_headers(headers)]
