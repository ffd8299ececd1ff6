"""Requests and answers as they pass the fault layer: bytes kept, headers in order and repeated as they came."""

import json
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

Headers = tuple[tuple[str, str], ...]
_FRAMING = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Message:
    """What requests and answers share. Names of headers are in lower case."""

    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for known, value in self.headers if known == name), None)

    def with_header(self, name: str, value: str | None) -> Self:
        """With that header alone under its name; without it, where there is no value."""
        others = tuple(header for header in self.headers if header[0] != name)
        return replace(self, headers=others if value is None else (*others, (name, value)))

    def with_body(self, body: bytes) -> Self:
        framed = tuple(header for header in self.headers if header[0] not in _FRAMING)
        return replace(self, headers=(*framed, ("content-length", str(len(body)))), body=body)

    @property
    def json(self) -> Any:
        """The body read leniently, as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def with_json(self, value: Any) -> Self:
        return self.with_body(json.dumps(value).encode())

    def member(self, name: str) -> Any:
        """A member of a body that is an object; None where there is none."""
        body = self.json
        return body.get(name) if isinstance(body, dict) else None

    def with_members(self, **members: Any) -> Self:
        """An object with those members set."""
        body = self.json
        return self.with_json({**(body if isinstance(body, dict) else {}), **members})


@dataclass(frozen=True, slots=True)
class Request(Message):
    """`target` is path and query as they were sent; `operation` the operationId, where the contract has one."""

    method: str
    target: str
    operation: str | None

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def with_query(self, **values: str | None) -> "Request":
        """With those parameters set, or left out where the value is None."""
        merged: dict[str, str | None] = {**self.query, **values}
        kept = {name: value for name, value in merged.items() if value is not None}
        path = urlsplit(self.target).path
        return replace(self, target=f"{path}?{urlencode(kept)}" if kept else path)

    @property
    def bearer(self) -> str | None:
        """The token of the Authorization header."""
        scheme, _, token = (self.header("authorization") or "").partition(" ")
        return token if scheme.lower() == "bearer" else None


@dataclass(frozen=True, slots=True)
class Answer(Message):
    status: int

    @property
    def code(self) -> str | None:
        """The error code it carries."""
        return self.header("x-mock-error-code")

    def with_status(self, status: int) -> "Answer":
        return replace(self, status=status)


def json_answer(status: int, body: Any) -> Answer:
    """An answer of the fault's own making."""
    return Answer(headers=(("content-type", "application/json"),), body=b"", status=status).with_json(body)


def problem_answer(request: Request, status: int, code: str) -> Answer:
    """A refusal of the fault's own making, in the shape that refusals have."""
    body = {
        "type": "https://tools.ietf.org/html/rfc7807",
        "title": "Refused",
        "status": status,
        "detail": "The fault layer says no.",
        "instance": request.path,
    }
    answer = json_answer(status, body).with_header("content-type", "application/problem+json")
    return answer.with_header("x-mock-error-code", code)
