"""Each kind of bad input has its clear 4xx, and nothing that is sent makes the server fail."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.asgi import ACME, ACME_KEY, ALICE, InProcess, NoAnswer, refusal, sent_raw

MOCK = InProcess(self_check=True)
TOKEN = MOCK.login(ALICE)
PATHS = sorted({operation.path for operation in MOCK.server.contract.operations.values()})
KEY = (b"x-dolfin-api-key", ACME_KEY.encode())
JSON = (b"content-type", b"application/json")
ORGANISATION = (b"x-dolfin-organisation-id", ACME.encode())
INVALID = (400, "Mock.InvalidRequest")
TOO_LARGE = (413, "Mock.PayloadTooLarge")
UNSUPPORTED = (415, "Mock.UnsupportedMediaType")
MEBIBYTE = 1024 * 1024

NOT_JSON = {
    "no JSON": b"hello",
    "not UTF-8": b'{"userId": "\xff"}',
    "empty": b"",
    "null": b"null",
    "an array": b"[]",
    "a text": b'"text"',
    "NaN": b'{"userId": NaN}',
    "1e400": b'{"userId": 1e400}',
    "a lone surrogate": b'{"userId": "\\ud800"}',
    "duplicate members": b'{"userId": "", "userId": "' + ALICE.encode() + b'"}',
    "5,000 levels deep": b'{"userId": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "a number of 4,000 digits": b'{"userId": ' + b"9" * 4000 + b"}",
    "a number of 500,000 digits": b'{"userId": ' + b"9" * 500_000 + b"}",
    "a raw NUL": b'{"userId": "\0"}',
    "only NULs": b"\0" * 100,
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
@pytest.mark.parametrize("target", ["/auth/codes", "/auth/exchange", "/organisations"])
def test_a_body_that_no_operation_takes_is_a_400(target: str, body: bytes) -> None:
    assert refusal(sent_raw(MOCK, "POST", target, [KEY, JSON], body)) == INVALID


@pytest.mark.parametrize("announced", [[], [(b"content-length", b"2097152")], [(b"content-length", b"5")]])
@pytest.mark.parametrize("parts", [1, 2, 2048])
def test_a_body_of_two_mebibytes_is_a_413_however_it_comes(announced: list[tuple[bytes, bytes]], parts: int) -> None:
    pieces = [b"a" * (2 * MEBIBYTE // parts)] * parts
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", [KEY, JSON, *announced], *pieces)) == TOO_LARGE


def test_a_body_of_one_mebibyte_is_read() -> None:
    body = b'{"userId": ""' + b" " * (MEBIBYTE - 14) + b"}"
    assert len(body) == MEBIBYTE
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", [KEY, JSON], body)) == (400, "User.MissingUserId")
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", [KEY, JSON], body + b" ")) == TOO_LARGE


def test_an_upload_may_be_larger_yet_not_endless() -> None:
    form = (b"content-type", b"multipart/form-data; boundary=b")
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    headers = [KEY, ORGANISATION, form]
    assert sent_raw(MOCK, "POST", "/bills", headers, part, b"x" * 3 * MEBIBYTE, b"\r\n--b--").status_code == 202
    assert refusal(sent_raw(MOCK, "POST", "/bills", headers, part, *[b"x" * MEBIBYTE] * 21)) == TOO_LARGE


def test_an_upload_to_an_operation_that_takes_none_is_no_larger_than_any_body() -> None:
    headers = [KEY, (b"content-type", b"multipart/form-data; boundary=b")]
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", headers, *[b"x" * MEBIBYTE] * 2)) == TOO_LARGE


def test_a_body_that_is_announced_as_too_large_is_refused_before_it_comes() -> None:
    announced = (b"content-length", b"2097152")
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", [KEY, JSON, announced], cut_short=True)) == TOO_LARGE
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", [JSON, announced], cut_short=True))[0] == 401
    assert refusal(sent_raw(MOCK, "POST", "/nothing", [announced], cut_short=True))[0] == 404


@pytest.mark.parametrize(
    "content_types",
    [
        [],
        [b""],
        [b"text/plain"],
        [b"application/x-www-form-urlencoded"],
        [b"multipart/form-data; boundary=b"],
        [b"application/json; charset=utf-16"],
        [b"\xff\xfe"],
        [b"application/json\0"],
    ],
)
def test_a_wrong_or_missing_content_type_is_a_415(content_types: list[bytes]) -> None:
    headers = [KEY, *((b"content-type", value) for value in content_types)]
    assert refusal(sent_raw(MOCK, "POST", "/auth/codes", headers, b"{}")) == UNSUPPORTED


@pytest.mark.parametrize("doubled", [JSON, ORGANISATION])
def test_a_doubled_header_is_a_400(doubled: tuple[bytes, bytes]) -> None:
    headers = [KEY, JSON, ORGANISATION, doubled]
    assert refusal(sent_raw(MOCK, "POST", "/customers", headers, b"{}")) == INVALID


@pytest.mark.parametrize("host", [b"", b"\xff", b"a b", b"<script>", b"127.0.0.1:4010/x", b"a" * 10_000])
def test_an_odd_host_is_never_shown(host: bytes) -> None:
    mock = InProcess()
    headers = [(b"authorization", f"Bearer {mock.login(ALICE)}".encode()), JSON]
    body = b'{"organisationId": "' + ACME.encode() + b'"}'
    response = sent_raw(mock, "POST", "/auth/sandbox-handoff", headers, body, host=host)
    assert response.status_code == 201
    if len(host) < 100:
        assert response.json()["sandboxUrl"].startswith("http://127.0.0.1:4010/sandbox?code=")


def test_a_request_whose_sender_went_away_is_not_performed() -> None:
    mock = InProcess()
    users = f"/organisations/{ACME}/users"
    before = mock.with_key("GET", users).json()
    body = b'{"email": "new@acme.example"}'
    with pytest.raises(NoAnswer):
        sent_raw(mock, "POST", users, [KEY, JSON], body, cut_short=True)
    assert mock.with_key("GET", users).json() == before
    assert sent_raw(mock, "POST", users, [KEY, JSON], body).status_code == 201


def _or_random(*known: bytes) -> st.SearchStrategy[bytes]:
    return st.sampled_from(known) | st.binary(max_size=30).map(
        lambda value: value.replace(b"\n", b"").replace(b"\r", b"")
    )


SEGMENTS = st.sampled_from(["", "a", "%00", "%ff", "%2F", "..", ACME, ALICE, "no-uuid", "é".encode().decode("latin-1")])
TARGETS = st.one_of(
    st.tuples(st.sampled_from(PATHS), SEGMENTS).map(
        lambda chosen: "/".join(chosen[1] if part.startswith("{") else part for part in chosen[0].split("/"))
    ),
    st.lists(SEGMENTS, max_size=5).map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(["/__mock__/clock", "/__mock__/clock/advance", "/__mock__/tokens", "/__mock__/x", "/sandbox"]),
    st.text(st.characters(codec="latin-1", exclude_characters="?# "), max_size=20),
)
QUERIES = st.sampled_from(
    ["", "?Limit=-1", "?Limit=1&Limit=2", "?Cursor=%00", "?Status=%ff", "?asOf=0000-00-00", "?&=&"]
)
HEADERS = st.lists(
    st.one_of(
        st.just(KEY),
        st.just(ORGANISATION),
        st.just(JSON),
        st.just((b"authorization", f"Bearer {TOKEN}".encode())),
        st.tuples(st.just(b"authorization"), _or_random(b"Bearer", b"Bearer a.b.c", b"Bearer e30.e30.e30")),
        st.tuples(
            st.just(b"content-type"),
            _or_random(b"multipart/form-data; boundary=b", b"application/json; charset*=x''%ff", b"a/b;;=", b"/"),
        ),
        st.tuples(st.just(b"x-dolfin-organisation-id"), _or_random(ALICE.encode())),
        st.tuples(st.just(b"origin"), _or_random(b"null", b"http://a.example")),
        st.tuples(st.sampled_from([b"access-control-request-method", b"host", b"x-other"]), _or_random(b"GET", b"*")),
    ),
    max_size=6,
)
BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(list(NOT_JSON.values())),
    st.sampled_from([b"{}", b'{"code": "a.b.c"}', b'{"now": "0000-01-01T00:00:00Z"}', b'"P9Y"', b'{"seconds": 1e15}']),
    st.recursive(
        st.sampled_from([b"null", b"1e-400", b"-0", b'""', b'"\\u0000"', b"12345678901234567890123", b"true"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: b"[" + b",".join(items) + b"]")
            | st.tuples(st.sampled_from([b"userId", b"lines", b"email", b"name", b"code"]), inner).map(
                lambda member: b'{"' + member[0] + b'":' + member[1] + b"}"
            )
        ),
        max_leaves=6,
    ),
    st.sampled_from(
        [
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n\xff\r\n--b--',
            b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\r\n--b--',
            b"--b\r\nX: y\r\n\r\n\r\n--b--",
        ]
    ),
)


@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X"]),
    target=TARGETS,
    query=QUERIES,
    headers=HEADERS,
    body=BODIES,
)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_is_sent_makes_the_server_fail(
    method: str, target: str, query: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    assert sent_raw(MOCK, method, target + query, headers, body).status_code < 500


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_body_makes_an_operation_with_behaviour_fail(data: Any) -> None:
    method, path = data.draw(
        st.sampled_from([("POST", "/auth/codes"), ("POST", "/auth/exchange"), ("POST", "/organisations")])
        | st.just(("POST", f"/organisations/{ACME}/users"))
        | st.just(("POST", "/auth/sandbox-handoff"))
    )
    credential = (b"authorization", f"Bearer {TOKEN}".encode()) if "handoff" in path else KEY
    response = sent_raw(MOCK, method, path, [credential, JSON], data.draw(BODIES))
    assert response.status_code < 500
