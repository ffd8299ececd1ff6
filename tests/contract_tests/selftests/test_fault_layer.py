"""The layer passes everything through as it came, except what a fault changes."""

import http.client
import os
from collections.abc import Iterator

import pytest

from contract_tests.contract import Contract
from contract_tests.selftests.breaking import changed, status, where
from contract_tests.selftests.fault_layer import FaultLayer, fault_layer
from contract_tests.selftests.messages import Answer, Request, problem_answer
from contract_tests.selftests.upstream import Upstream
from tests.contract_tests.selftests.origin import Origin, listening

EVERY_BYTE = bytes(range(256)) * 300
LIST_THINGS = {"/things": {"get": {"operationId": "listThings", "tags": ["Things"], "responses": {"200": {}}}}}


@pytest.fixture
def origin() -> Iterator[Origin]:
    with listening() as origin:
        yield origin


@pytest.fixture
def layer(origin: Origin) -> Iterator[FaultLayer]:
    with fault_layer(Upstream(origin.url, Contract({"paths": LIST_THINGS}))) as layer:
        yield layer


def answered(
    layer: FaultLayer, method: str, target: str, body: bytes | None = None, *headers: tuple[str, str]
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(layer.url.removeprefix("http://"), timeout=10)
    connection.putrequest(method, target, skip_accept_encoding=True)
    chunked = ("Transfer-Encoding", "chunked") in headers
    if body is not None and not chunked:
        connection.putheader("Content-Length", str(len(body)))
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders(body, encode_chunked=chunked)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_a_request_arrives_byte_for_byte(origin: Origin, layer: FaultLayer) -> None:
    answered(layer, "POST", "/a%2Fb/%C3%A9?q=%20&q=+&empty=", EVERY_BYTE, ("X-Odd", "é; q=\xa0"))
    assert origin.last_head[0] == b"POST /a%2Fb/%C3%A9?q=%20&q=+&empty= HTTP/1.1"
    assert "x-odd: é; q=".encode("latin-1") in b"\n".join(origin.last_head).lower()
    assert origin.last_body == EVERY_BYTE


def test_an_answer_arrives_byte_for_byte(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 418 Teapot\r\nx-one: \xe9\r\ncontent-length: %d\r\n\r\n" % len(EVERY_BYTE) + EVERY_BYTE
    response, content = answered(layer, "GET", "/")
    assert (response.status, response.headers["x-one"], content) == (418, "é", EVERY_BYTE)


def test_headers_that_are_repeated_stay_so_in_their_order(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\nx-a: 1\r\nvary: x\r\nx-a: 2\r\ncontent-length: 0\r\n\r\n"
    response, _ = answered(layer, "GET", "/", None, ("x-sent", "1"), ("other", "x"), ("x-sent", "2"))
    assert response.headers.get_all("x-a") == ["1", "2"]
    assert [line for line in origin.last_head if line.startswith(b"x-sent")] == [b"x-sent: 1", b"x-sent: 2"]


def test_nothing_is_added_to_an_answer(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    response, _ = answered(layer, "GET", "/")
    assert [name.lower() for name, _ in response.getheaders()] == ["content-length"]


def test_the_host_that_the_caller_named_is_kept(origin: Origin, layer: FaultLayer) -> None:
    answered(layer, "GET", "/")
    assert f"host: {layer.url.removeprefix('http://')}".encode() in [line.lower() for line in origin.last_head]


def test_headers_of_the_connection_alone_go_no_further(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\nkeep-alive: timeout=5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    response, _ = answered(layer, "GET", "/", None, ("TE", "trailers"))
    assert "keep-alive" not in response.headers
    assert not any(line.lower().startswith(b"te:") for line in origin.last_head)


def test_a_head_is_answered_without_body_and_with_the_length_of_one(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 12345\r\n\r\n"
    response, content = answered(layer, "HEAD", "/")
    assert (response.status, response.headers["content-length"], content) == (200, "12345", b"")
    assert origin.last_head[0] == b"HEAD / HTTP/1.1"


def test_a_chunked_request_stays_chunked(origin: Origin, layer: FaultLayer) -> None:
    answered(layer, "POST", "/", b"some bytes", ("Transfer-Encoding", "chunked"))
    assert b"transfer-encoding: chunked" in [line.lower() for line in origin.last_head]
    assert origin.last_body.lower() == b"a\r\nsome bytes\r\n0\r\n\r\n"


def test_a_chunked_answer_arrives_whole(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nsome\r\n6\r\n bytes\r\n0\r\n\r\n"
    response, content = answered(layer, "GET", "/")
    assert content == b"some bytes"
    assert response.headers.get_all("transfer-encoding") == ["chunked"]


def test_an_answer_without_a_body_has_none(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 204 No Content\r\nallow: GET\r\n\r\n"
    response, content = answered(layer, "OPTIONS", "/")
    assert (response.status, response.headers["allow"], content) == (204, "GET", b"")


def test_a_large_body_passes_both_ways(origin: Origin, layer: FaultLayer) -> None:
    large = os.urandom(3_000_000)
    origin.reply = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(large) + large
    _, content = answered(layer, "POST", "/", large)
    assert content == large
    assert origin.last_body == large


def test_a_fault_changes_the_answers_it_means_and_no_others(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    layer.breaker = changed(where("listThings", 200), status(500))
    assert answered(layer, "GET", "/things?page=1")[0].status == 500
    assert answered(layer, "POST", "/things")[0].status == 200
    assert answered(layer, "GET", "/other")[0].status == 200


def test_a_fault_may_answer_by_itself(origin: Origin, layer: FaultLayer) -> None:
    def refuse(request: Request, upstream: Upstream) -> Answer:  # noqa: ARG001  (what every fault takes)
        return problem_answer(request, 403, "Some.Code")

    layer.breaker = refuse
    response, content = answered(layer, "GET", "/things")
    assert (response.status, response.headers["x-mock-error-code"]) == (403, "Some.Code")
    assert b'"instance": "/things"' in content
    assert origin.received == []


def test_a_fault_that_fails_itself_is_told_from_one_that_works(layer: FaultLayer) -> None:
    def fail(request: Request, upstream: Upstream) -> Answer:  # noqa: ARG001  (what every fault takes)
        raise LookupError

    layer.breaker = fail
    assert answered(layer, "GET", "/things")[0].status == 500
    assert layer.accidents == ["LookupError at GET /things"]


def test_a_fault_sees_nothing_of_the_controls(origin: Origin, layer: FaultLayer) -> None:
    layer.breaker = changed(where(), status(500))
    origin.reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
    assert answered(layer, "GET", "/__mock__/health")[0].status == 200


def test_a_changed_body_has_its_own_length(origin: Origin, layer: FaultLayer) -> None:
    origin.reply = b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"a": 1}\r\n0\r\n\r\n'
    layer.breaker = changed(where(), lambda answer: answer.with_members(b="longer than before"))
    response, content = answered(layer, "GET", "/things")
    assert content == b'{"a": 1, "b": "longer than before"}'
    assert response.headers["content-length"] == str(len(content))
