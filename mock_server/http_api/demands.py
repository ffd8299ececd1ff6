"""What answer a request asks for: `Prefer`, `x-mock-error`, or `__code`, `__error` and `__example` in the query."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from mock_server.catalogue import NOT_FORCED
from mock_server.contract.document import Operation
from mock_server.domain.violations import Violation
from mock_server.http_api.request_head import RequestHead

ERROR_HEADER = "x-mock-error"
QUERY_MARK = b"__"
_PREFER = "prefer"
_OF_QUERY = {"__code": "code", "__error": "error", "__example": "example"}
_OF_PREFER = ("code", "example")
_ELEMENT = re.compile(r'(?:[^,"]|"(?:\\.|[^"\\])*+(?:"|\\?$))++', re.DOTALL)
"""Up to a comma outside quotes. Quotes that are never closed reach to the end: nothing is looked at twice."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_NAME = re.compile(rf"\s*({_TOKEN})\s*")
_VALUE = re.compile(rf'=\s*(?:({_TOKEN})|"((?:\\.|[^"\\])*)")\s*(?:;.*)?', re.DOTALL)
_STATUS = re.compile(r"[2-5][0-9]{2}")


@dataclass(frozen=True, slots=True)
class Demand:
    """One answer of the operation, by its status, error code or example; each narrows down what the others leave."""

    status: int | None = None
    error: str | None = None
    example: str | None = None


def is_demanded(request: RequestHead) -> bool:
    """Whether the request may ask for an answer: cheap, for every request."""
    headers = request.headers
    return _PREFER in headers or ERROR_HEADER in headers or QUERY_MARK in request.query_string


def asks_for_an_answer(request: RequestHead, operation: Operation) -> bool:
    """Whether it does, for one answer or for several that contradict."""
    try:
        return is_demanded(request) and demand_of(request, operation) is not None
    except Violation:
        return True


def demand_of(request: RequestHead, operation: Operation) -> Demand | None:
    """None where the request asks for no answer. Raises Violation(Mock.NotForced) where it asks for two."""
    asked: dict[str, str] = {}
    for name, value in _asked(request, operation):
        if asked.setdefault(name, value) != value:
            raise Violation(NOT_FORCED, reason=f"The request asks for two answers: {name} has two different values.")
    if not asked:
        return None
    if "error" in asked and "example" in asked:
        raise Violation(NOT_FORCED, reason="The request asks for two answers: an error code and an example.")
    return Demand(_status(asked.get("code")), asked.get("error"), asked.get("example"))


def _asked(request: RequestHead, operation: Operation) -> Iterator[tuple[str, str]]:
    for header in request.headers.get(_PREFER, ()):
        yield from _preferred(header)
    yield from (("error", value.strip()) for value in request.headers.get(ERROR_HEADER, ()))
    if QUERY_MARK in request.query_string:
        declared = {p.name for p in operation.parameters if p.place == "query"}
        yield from _queried(request.query_string, declared)


def _preferred(header: str) -> Iterator[tuple[str, str]]:
    """The preferences of a header (RFC 7240) that are ours; others are passed over, whatever they say."""
    for element in _ELEMENT.findall(header):
        named = _NAME.match(element)
        name = named[1].lower() if named else ""
        if named is None or name not in _OF_PREFER:
            continue
        value = _VALUE.fullmatch(element, named.end())
        if value is None:
            raise Violation(NOT_FORCED, reason=f"Prefer must read {name}=VALUE, the value as a word or in quotes.")
        yield name, value[1] if value[1] is not None else re.sub(r"\\(.)", r"\1", value[2])


def _queried(query_string: bytes, declared: set[str]) -> Iterator[tuple[str, str]]:
    """A parameter that the operation itself declares is the operation's."""
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True, errors="replace"):
        if name in _OF_QUERY and name not in declared:
            yield _OF_QUERY[name], value


def _status(text: str | None) -> int | None:
    if text is None:
        return None
    if not _STATUS.fullmatch(text):
        raise Violation(NOT_FORCED, reason="A code is a status from 200 to 599: error codes go into x-mock-error.")
    return int(text)
