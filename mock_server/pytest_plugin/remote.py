"""How the plugin talks to a server: its control API over HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from mock_server.pytest_plugin.errors import DolfinMockError

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

_TIMEOUT_SECONDS = 600
"""A move of the clock sends what falls due, and waits for those who receive it."""
_TOKEN_HEADER = "x-mock-control-token"
_CODE_HEADER = "x-mock-error-code"
__tracebackhide__ = True  # a test's failure is shown at its own line


@dataclass(frozen=True, slots=True)
class Remote:
    """A server's address, and its control token where it has one."""

    url: str
    control_token: str | None = field(default=None, repr=False)

    def ask(self, method: str, path: str, body: object = None, query: Mapping[str, str] | None = None) -> Any:
        """What the control operation answers with; None where it has no content. Raises DolfinMockError."""
        sent = None if body is None else json.dumps(body).encode()
        answer = self._send(method, f"{path}?{urlencode(query)}" if query else path, sent)
        try:
            return json.loads(answer) if answer else None
        except ValueError as error:
            raise self._nobody() from error

    def ask_text(self, path: str) -> str:
        """The same for an answer that is text."""
        return self._send("GET", path, None).decode()

    def _send(self, method: str, path: str, body: bytes | None) -> bytes:
        headers = {"content-type": "application/json"}
        if self.control_token is not None:
            headers[_TOKEN_HEADER] = self.control_token
        connection = self._connection()
        try:
            connection.request(method, f"{urlsplit(self.url).path}/__mock__{path}", body, headers)
            response = connection.getresponse()
            answer = response.read()
        except (OSError, ValueError, _http_error()) as error:
            raise self._nobody() from error
        finally:
            connection.close()
        if response.status // 100 != 2:
            raise self._refused(response, answer)
        return answer

    def _connection(self) -> "HTTPConnection":
        """A new one each time: one that was kept may be closed by the server just when it is used again."""
        from http.client import HTTPConnection, HTTPSConnection  # noqa: PLC0415  (slow, and only users need it)

        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS)

    def _refused(self, response: "HTTPResponse", answer: bytes) -> DolfinMockError:
        code = response.headers.get(_CODE_HEADER)
        problem = _problem(answer)
        message = f"dolfin-mock refused: {problem.get('detail', f'status {response.status}')}"
        told = f"{message} ({code})" if code else message
        return DolfinMockError(told, status=response.status, code=code, problem=problem)

    def _nobody(self) -> DolfinMockError:
        return DolfinMockError(f"no dolfin-mock answers at {self.url}: start one with dolfin-mock serve")


def _http_error() -> type[Exception]:
    from http.client import HTTPException  # noqa: PLC0415  (same)

    return HTTPException


def _problem(answer: bytes) -> Mapping[str, Any]:
    try:
        problem = json.loads(answer)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
