"""The server's own validation and openapi-core agree on which requests match the contract.

Apart from the differences at the end, each with its reason and a test.
"""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from mock_server.contract.document import Contract, Operation, load, resolved
from mock_server.domain.violations import Violation
from mock_server.http_api.call import Call
from mock_server.http_api.request_head import RequestHead, Routed
from mock_server.http_api.validate import RequestMatcher
from mock_server.resources import EFFECTIVE_CONTRACT

CONTRACT: Contract = load(EFFECTIVE_CONTRACT)
MATCHER = RequestMatcher(CONTRACT)
JSON = "application/json"
JUDGED = [
    o for o in CONTRACT.operations.values() if (o.bodies or o.parameters) and all(media == JSON for media in o.bodies)
]
"""Every operation that takes anything, but for the two that take files."""

UUID = "a1111111-1111-4111-8111-111111111111"
DEEPEST = 3
EXAMPLES = 20

SAMPLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "uuid": (
        (UUID, UUID.upper(), "00000000-0000-0000-0000-000000000000"),
        ("no-uuid", UUID[:-1], UUID.replace("-", "")),
    ),
    "date-time": (
        ("2025-01-15T10:30:00Z", "2025-01-15T10:30:00.123+01:00"),
        ("2025-01-15T10:30:00", "2025-01-15", "2025-02-30T10:30:00Z", "yesterday"),
    ),
    "date": (("2025-01-15", "2024-02-29"), ("2025-02-29", "2025-1-5", "15.01.2025", "2025-01-15T10:30:00Z")),
    "email": (("alice@example.com", "a.b+c@sub.example.com"), ("no email", "nobody")),
}
"""By format: texts that are one, and texts that are none."""

PLAIN = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
NUMERALS = (("0", "1", "-1", "20", "100", "GB"), ("007", "1.5", "-0", "1e3", "x", " 1", "+1", "gb", "GBR"))


def mostly(right: Iterable[Any], wrong: Iterable[Any]) -> st.SearchStrategy[Any]:
    """A request has many parts: were each as often wrong as right, hardly one would match."""
    return st.one_of([st.sampled_from([*right])] * 7 + [st.sampled_from([*wrong])])


NOISE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.just(1.5), PLAIN, st.just([]), st.just({}), st.just([{}])
)


@dataclass(frozen=True)
class Request:
    """A request in parts, the body as it is sent."""

    operation: Operation
    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    content: bytes
    content_type: str | None = JSON


# -- the two opinions


def accepted_by_the_server(request: Request) -> bool:
    headers = {name.lower(): (value,) for name, value in request.headers.items()}
    if request.content_type is not None:
        headers["content-type"] = (request.content_type,)
    head = RequestHead(
        method=request.operation.method,
        path=_url(request),
        query_string=urlencode(request.query).encode(),
        target=_url(request),
        headers=headers,
        base_url="http://127.0.0.1",
        world="default",
        routed=Routed(request.operation.id, request.path, (request.operation.method,)),
    )
    call = Call(None, head, request.content, request.operation)  # type: ignore[arg-type]  # matching needs no world
    try:
        MATCHER.match(call)
    except Violation:
        return False
    return True


@cache
def _openapi_core() -> OpenAPI:
    """openapi-core on a view of the contract: relative server, no security, and parameters typed as they arrive."""
    view = copy.deepcopy(dict(CONTRACT.document))
    view["servers"] = [{"url": "/"}]
    view.pop("security", None)
    for item in view["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
            operation["parameters"] = [_as_text(view, p) for p in operation.get("parameters", ())]
    return OpenAPI.from_dict(view)


def _as_text(view: dict[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    """It raises TypeError where a parameter is an integer or a text: in a query every integer is a text."""
    declared = copy.deepcopy(dict(resolved(view, parameter)))
    schema = dict(resolved(view, declared["schema"]))
    if isinstance(schema.get("type"), list) and "string" in schema["type"]:
        schema["type"] = "string"
        schema.pop("default", None)  # it is a number
    declared["schema"] = schema
    return declared


class _Seen:
    """A request in the form that openapi-core asks for."""

    host_url = "http://127.0.0.1"

    def __init__(self, request: Request) -> None:
        self.method = request.operation.method.lower()
        self.path = _url(request)
        self.content_type = request.content_type or ""
        self.body = request.content or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.query), header=Headers(dict(request.headers)), path=dict(request.path)
        )


def accepted_by_openapi_core(request: Request) -> bool:
    return not list(_openapi_core().iter_request_errors(_Seen(request)))


def _url(request: Request) -> str:
    path = request.operation.path
    for name, value in request.path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


# -- requests, matching and not


def values(schema: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that match the schema more often than not."""
    schema = resolved(CONTRACT.document, schema)
    if "enum" in schema:
        return mostly(schema["enum"], ["NoneOfThem"])
    for keyword in ("anyOf", "allOf"):
        if keyword in schema:
            return st.one_of([values(each, depth) for each in schema[keyword]])
    declared = schema.get("type", "object" if "properties" in schema else "string")
    types = [declared] if isinstance(declared, str) else list(declared)
    return st.one_of([_of_type(each, schema, depth) for each in types])


def _of_type(kind: str, schema: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    simple: dict[str, st.SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.integers(-1000, 1000) | st.just(1.0),
        "number": st.integers(-1000, 1000) | st.sampled_from([0.5, -1.25, 1e3]),
    }
    if kind in simple:
        return simple[kind]
    if kind == "array":
        return st.lists(values(schema.get("items", {}), depth + 1), max_size=2) if depth < DEEPEST else st.just([])
    return _object(schema, depth) if kind == "object" else _text(schema)


def _text(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") in SAMPLES:
        return mostly(*SAMPLES[schema["format"]])
    if "pattern" in schema:
        return mostly(*(SAMPLES["uuid"] if "A-F" in schema["pattern"] else NUMERALS))
    return PLAIN


@st.composite
def _object(draw: st.DrawFn, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
    members: dict[str, Any] = {}
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        chance = 15 if name in required else 2 if depth < DEEPEST else 0
        if draw(st.integers(0, 15)) < chance:
            wrong = draw(st.integers(0, 31)) == 31
            members[name] = draw(NOISE if wrong else values(member, depth + 1))
    if draw(st.integers(0, 9)) == 0:
        members["somethingElse"] = draw(NOISE)
    return members


@st.composite
def requests(draw: st.DrawFn, operation: Operation) -> Request:
    parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.place == "path" or draw(st.integers(0, 15)) < (15 if parameter.required else 9):
            parts[parameter.place][parameter.name] = draw(
                values(parameter.schema).filter(_can_be_sent(parameter.place))
            )
    query = tuple(pair for name, value in parts["query"].items() for pair in _pairs(name, value))
    content = b""
    if operation.bodies and draw(st.integers(0, 31)) < 31:
        well_meant = draw(st.integers(0, 15)) < 15
        body = draw(values(operation.bodies[JSON])) if well_meant else draw(NOISE)
        content = json.dumps(body, ensure_ascii=draw(st.booleans())).encode()
    return Request(
        operation,
        {name: str(value) for name, value in parts["path"].items()},
        query,
        {name: str(value) for name, value in parts["header"].items()},
        content,
        JSON if content else None,
    )


def _can_be_sent(place: str) -> Any:
    """A query value holds something (see below), so does a path parameter, and a header is ASCII."""
    if place == "query":
        return lambda value: value != ""
    return lambda value: str(value).strip("/.") != "" and str(value).isascii()


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    yield from ((name, _spelled(each)) for each in (value if isinstance(value, list) else [value]))


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize("operation", JUDGED, ids=lambda operation: operation.id)
def test_both_take_and_refuse_the_same_requests(operation: Operation) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
    @given(requests(operation))
    def agree(request: Request) -> None:
        assert accepted_by_the_server(request) == accepted_by_openapi_core(request)

    agree()


# -- where they differ, and why that is right


def asked(operation_id: str, *query: tuple[str, str], **path: str) -> Request:
    operation = CONTRACT.operations[operation_id]
    given_path = {p.name: path.get(p.name, UUID) for p in operation.parameters if p.place == "path"}
    return Request(operation, given_path, query, {"x-dolfin-organisation-id": UUID}, b"", None)


def sent(operation_id: str, content: bytes, content_type: str = JSON) -> Request:
    operation = CONTRACT.operations[operation_id]
    path = {p.name: UUID for p in operation.parameters if p.place == "path"}
    return Request(operation, path, (), {}, content, content_type)


def added(email: str) -> Request:
    return sent("addOrganisationUser", json.dumps({"email": email}).encode())


def subscribed(url: str) -> Request:
    return sent("createWebhookSubscription", json.dumps({"url": url, "eventTypes": ["*"]}).encode())


ISSUED = "IssueDateFrom"
THE_SERVER_IS_STRICTER = {
    "a pattern's end is the end, not a line's": asked("listInvoices", ("Limit", "20\n")),
    "a pattern's digits are those of ASCII": asked("listInvoices", ("Limit", "1\u0663")),
    "a pattern's end in a path": asked("getBankDetailProfile", code="GB\n"),
    "a time ends with its zone": asked("listInvoices", (ISSUED, "2025-01-15T10:30:00Z\n")),
    "a uuid has hexadecimal digits alone": asked("listInvoices", ("CustomerId", UUID[:-5] + "_1111")),
    "a uuid's digits are those of ASCII": asked("listInvoices", ("CustomerId", "\u0663" + UUID[1:])),
    "a parameter is sent once": asked("listInvoices", ("Limit", "1"), ("Limit", "2")),
    "a parameter holds no NUL": asked("listInvoices", ("Status", "a\0b")),
    "an email is more than an at sign": added("@"),
    "an email has one at sign": added("a@b@c"),
    "an email has no space": added("a b@example.com"),
    "an email's domain has no empty label": added("a@b..example"),
    "an email is of ASCII": added("\u00e4@example.com"),
    "an email's local part has 64 characters": added(f"{'a' * 65}@example.com"),
    "a URI is percent-encoded": subscribed("https://a.example/%zz"),
    "a member is there once": sent("exchangeAuthCode", b'{"code": "a", "code": "b"}'),
    "NaN is no JSON": sent("exchangeAuthCode", b'{"code": "a", "x": NaN}'),
    "a number is finite": sent("exchangeAuthCode", b'{"code": "a", "x": 1e400}'),
    "JSON is 200 levels deep": sent("exchangeAuthCode", b'{"code": "a", "x": %s}' % (b"[" * 300 + b"]" * 300)),
    "a text is Unicode": sent("exchangeAuthCode", b'{"code": "\\ud800"}'),
    "JSON has no byte order mark": sent("exchangeAuthCode", b'\xef\xbb\xbf{"code": "a"}'),
    "JSON is UTF-8": sent("exchangeAuthCode", '{"code": "a"}'.encode("utf-16")),
    "a body is UTF-8": sent("exchangeAuthCode", b'{"code": "a"}', f"{JSON}; charset=latin-1"),
}
THE_SERVER_TAKES_MORE = {
    "a minute may have a leap second": asked("listInvoices", (ISSUED, "2025-06-30T23:59:60Z")),
    "RFC 3339 has a year 0": asked("listInvoices", (ISSUED, "0000-01-01T00:00:00Z")),
    "a text in a query may be empty": asked("listInvoices", ("Status", "")),
}


@pytest.mark.parametrize("request_", THE_SERVER_IS_STRICTER.values(), ids=THE_SERVER_IS_STRICTER)
def test_the_server_refuses_what_openapi_core_lets_pass(request_: Request) -> None:
    assert not accepted_by_the_server(request_)
    assert accepted_by_openapi_core(request_)


@pytest.mark.parametrize("request_", THE_SERVER_TAKES_MORE.values(), ids=THE_SERVER_TAKES_MORE)
def test_the_server_takes_what_openapi_core_refuses(request_: Request) -> None:
    assert accepted_by_the_server(request_)
    assert not accepted_by_openapi_core(request_)


@pytest.mark.parametrize("limit", ["2147483648", "-2147483649", "1" * 50])
def test_neither_holds_a_whole_number_to_32_bits(limit: str) -> None:
    """A Limit is clamped, whatever its size: an overlay takes its int32 away."""
    assert accepted_by_the_server(asked("listInvoices", ("Limit", limit)))
    assert accepted_by_openapi_core(asked("listInvoices", ("Limit", limit)))


def test_the_generator_makes_requests_of_both_kinds() -> None:
    verdicts: list[bool] = []

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(st.sampled_from(JUDGED).flatmap(requests))
    def judge(request: Request) -> None:
        verdicts.append(accepted_by_the_server(request))

    judge()
    assert 0.2 < sum(verdicts) / len(verdicts) < 0.8
