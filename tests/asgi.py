"""Talks to a server in this process, without a socket."""

import asyncio
from collections.abc import Iterable, MutableMapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import httpx

from mock_server.bootstrap import Server, bootstrap
from mock_server.config import Settings
from mock_server.domain.clock import WallClock

ACME = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
BRIGHTSIDE = "4e8b0c1d-2f3a-4b5c-8d6e-7f8091a2b3c4"
CORNER_BAKERY = "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293"
ALICE = "a1111111-1111-1111-1111-111111111111"
BOB = "b2222222-2222-2222-2222-222222222222"
OLIVIA = "d4444444-4444-4444-4444-444444444444"
ADAM = "e5555555-5555-5555-5555-555555555555"
NORAH = "f6666666-6666-6666-6666-666666666666"
CAROL = "c7777777-7777-7777-7777-777777777777"
ACME_KEY = "dol_live_abc123"
CORNER_KEY = "dol_live_xyz789"
NOON = datetime(2025, 6, 1, 12, 0, 0, tzinfo=UTC)


class InProcess:
    """A server and the calls that tests make of it. The clock stands still at noon unless the scenario says."""

    def __init__(self, *, wall: WallClock | None = None, **settings: Any) -> None:
        chosen = {"now": NOON, "freeze": True, **settings}
        self.server: Server = bootstrap(Settings(**chosen), wall)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request from this machine."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.server.application, client=("127.0.0.1", 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4010") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def with_key(self, method: str, path: str, *, key: str = ACME_KEY, **options: Any) -> httpx.Response:
        headers = {"x-dolfin-api-key": key, **options.pop("headers", {})}
        return self.request(method, path, headers=headers, **options)

    def with_token(
        self, token: str, method: str, path: str, *, organisation: str | None = None, **options: Any
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}", **options.pop("headers", {})}
        if organisation is not None:
            headers["x-dolfin-organisation-id"] = organisation
        return self.request(method, path, headers=headers, **options)

    def code(self, user_id: str, *, key: str = ACME_KEY) -> str:
        response = self.with_key("POST", "/auth/codes", key=key, json={"userId": user_id})
        assert response.status_code == 201, response.text
        return str(response.json()["code"])

    def exchange(self, code: str) -> httpx.Response:
        return self.request("POST", "/auth/exchange", json={"code": code})

    def login(self, user_id: str, *, key: str = ACME_KEY) -> str:
        """A session token, by the documented calls."""
        response = self.exchange(self.code(user_id, key=key))
        assert response.status_code == 200, response.text
        return str(response.json()["token"])

    def handoff(self, token: str, organisation: str) -> httpx.Response:
        return self.with_token(token, "POST", "/auth/sandbox-handoff", json={"organisationId": organisation})

    def advance(self, seconds: float) -> None:
        response = self.request("POST", "/__mock__/clock/advance", json={"seconds": seconds})
        assert response.status_code == 200, response.text


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and error code of a refusal, after checking that it is problem details as published."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert body["status"] == response.status_code
    return response.status_code, response.headers["x-mock-error-code"]


def sent_raw(
    mock: InProcess,
    method: str,
    target: str,
    headers: Iterable[tuple[bytes, bytes]] = (),
    *parts: bytes,
    peer: str = "127.0.0.1",
    host: bytes = b"127.0.0.1:4010",
    cut_short: bool = False,
) -> httpx.Response:
    """One request as Uvicorn hands it over, which no client library has tidied; the body comes in `parts`.

    With `cut_short` the caller goes away before its end.
    """
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "root_path": "",
        "query_string": query.encode("latin-1"),
        "headers": [(b"host", host), *headers],
        "client": (peer, 50000),
        "server": ("127.0.0.1", 4010),
    }
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if cut_short else {"type": "http.request", "body": b""})
    answer: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        answer.append(message)

    asyncio.run(mock.server.application(scope, receive, send))  # type: ignore[arg-type]  # a coroutine, in truth
    if not answer:
        raise NoAnswer
    content = b"".join(message.get("body", b"") for message in answer[1:])
    return httpx.Response(answer[0]["status"], headers=answer[0]["headers"], content=content)


class NoAnswer(Exception):
    """The server sent nothing back."""
