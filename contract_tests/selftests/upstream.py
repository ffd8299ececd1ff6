"""The server behind the fault layer: what is sent on to it, and what a fault may ask of it on its own account."""

import http.client
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from contract_tests.contract import Contract
from contract_tests.selftests.acme import API_KEYS
from contract_tests.selftests.memory import Memory
from contract_tests.selftests.messages import Answer, Headers, Request

_TIMEOUT = 30
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
CLOCK = "/__mock__/clock"


@dataclass
class Upstream:
    """Sends requests on, each by a connection of its own, and remembers what passed since the last reset."""

    url: str
    contract: Contract
    memory: Memory = field(default_factory=Memory)

    def send(self, request: Request) -> Answer:
        """The server's answer, its body read whole."""
        answer = self._exchange(request)
        self.memory.note(request, answer)
        return answer

    def call(self, method: str, path: str, *, json_body: Any = None, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        """A request of the fault's own."""
        request = Request(tuple(headers), b"", method, path, self.operation(method, path))
        if json_body is not None:
            request = request.with_json(json_body).with_header("content-type", "application/json")
        return self.send(request)

    def operation(self, method: str, target: str) -> str | None:
        found = self.contract.find(method, urlsplit(target).path)
        return found.id if found is not None else None

    def now(self) -> datetime:
        """The clock of the server's world."""
        return datetime.fromisoformat(self.call("GET", CLOCK).member("now"))

    def reset(self) -> None:
        """Puts the server in its starting state, and forgets."""
        self.call("POST", "/__mock__/reset")
        self.memory.forget()

    def new_code(self, user_id: str) -> str | None:
        """A login code for a user, by whichever API key can mint it."""
        for key in API_KEYS:
            answer = self.call(
                "POST", "/auth/codes", json_body={"userId": user_id}, headers=[("x-dolfin-api-key", key)]
            )
            if answer.status == http.client.CREATED:
                return str(answer.member("code"))
        return None

    def new_session(self, user_id: str) -> Answer | None:
        """The answer to an exchange that gives a user a session."""
        code = self.new_code(user_id)
        return None if code is None else self.exchange(code)

    def exchange(self, code: str) -> Answer:
        return self.call("POST", "/auth/exchange", json_body={"code": code})

    def new_token(self, user_id: str) -> str | None:
        answer = self.new_session(user_id)
        return None if answer is None else str(answer.member("token"))

    def _exchange(self, request: Request) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=_TIMEOUT)
        try:
            _write(connection, request, urlsplit(self.url).netloc)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        return Answer(_end_to_end(response.getheaders()), body, response.status)


def _write(connection: http.client.HTTPConnection, request: Request, host: str) -> None:
    connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
    if request.header("host") is None:
        connection.putheader("host", host)
    for name, value in request.headers:
        if name not in HOP_BY_HOP:
            connection.putheader(name, value.encode("latin-1"))
    chunked = request.header("content-length") is None and bool(request.body)
    if chunked:
        connection.putheader("transfer-encoding", "chunked")
    connection.endheaders([request.body] if chunked else request.body or None, encode_chunked=chunked)


def _end_to_end(headers: Iterable[tuple[str, str]]) -> Headers:
    return tuple((name.lower(), value) for name, value in headers if name.lower() not in HOP_BY_HOP)
