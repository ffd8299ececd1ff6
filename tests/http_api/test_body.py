"""Bodies: received up to a limit, and parsed by their media type."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from mock_server.contract.document import Operation, contract_of
from mock_server.domain.violations import Violation
from mock_server.http_api import body
from mock_server.http_api.body import BODY_LIMIT, UPLOAD_LIMIT, discard_rest, limit_for, read_body, receive_body
from mock_server.json_value import Json

JSON = "application/json"
FORM = "multipart/form-data; boundary=b"


def _operation(*media_types: str, required: bool = True) -> Operation:
    body = {"required": required, "content": {media_type: {"schema": {}} for media_type in media_types}}
    raw = {"operationId": "send", "requestBody": body, "responses": {"200": {"description": "fine"}}}
    return contract_of({"paths": {"/things": {"post": raw}}}).operations["send"]


def _read(operation: Operation, body: bytes | None, *content_types: str) -> tuple[str, Json] | None:
    headers: Mapping[str, tuple[str, ...]] = {"content-type": content_types} if content_types else {}
    return read_body(operation, headers, body)


def _refusal(operation: Operation, body: bytes | None, *content_types: str) -> tuple[str, str]:
    with pytest.raises(Violation) as caught:
        _read(operation, body, *content_types)
    return caught.value.code.code, caught.value.detail


def _received(limit: int, *messages: dict[str, Any], announced: tuple[str, ...] = ()) -> bytes | None:
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    headers = {"content-length": announced} if announced else {}
    return asyncio.run(receive_body(receive, headers, limit))


def _part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_the_parts_of_a_body_are_joined() -> None:
    assert _received(10, _part(b"ab", more=True), _part(b"", more=True), _part(b"cd", more=False)) == b"abcd"


def test_a_body_of_exactly_the_limit_is_received() -> None:
    assert _received(4, _part(b"ab", more=True), _part(b"cd", more=False)) == b"abcd"


def test_a_body_one_byte_over_the_limit_is_given_up_without_waiting_for_its_end() -> None:
    assert _received(4, _part(b"ab", more=True), _part(b"cde", more=True)) is None


@pytest.mark.parametrize("announced", [("5",), ("4", "5"), ("9" * 4000,)])
def test_a_body_that_is_announced_as_too_long_is_not_even_asked_for(announced: tuple[str, ...]) -> None:
    assert _received(4, announced=announced) is None


@pytest.mark.parametrize("announced", ["4", "0", "", "x", "-5", "9" * 5000])
def test_a_length_that_may_be_or_is_none_lets_the_body_be_counted(announced: str) -> None:
    assert _received(4, _part(b"abcd", more=False), announced=(announced,)) == b"abcd"
    assert _received(4, _part(b"abcde", more=False), announced=(announced,)) is None


def test_a_caller_who_goes_away_has_sent_no_body() -> None:
    with pytest.raises(ClientDisconnect):
        _received(10, _part(b"ab", more=True), {"type": "http.disconnect"})


@pytest.mark.parametrize("end", [{"type": "http.disconnect"}, _part(b"", more=False)])
def test_the_rest_of_a_body_is_read_to_its_end(end: dict[str, Any]) -> None:
    waiting = [_part(b"ab", more=True), end]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    asyncio.run(discard_rest(receive))
    assert waiting == []


def test_a_rest_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "_LINGER_SECONDS", 0)

    async def receive() -> dict[str, Any]:
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]  # never done

    asyncio.run(discard_rest(receive))


def test_only_an_upload_may_be_larger_than_a_mebibyte() -> None:
    form = {"content-type": ("Multipart/Form-Data; boundary=x",)}
    upload = _operation("multipart/form-data", JSON)
    assert limit_for(upload, form) == UPLOAD_LIMIT
    assert limit_for(upload, {}) == limit_for(upload, {"content-type": (JSON,)}) == BODY_LIMIT == 1024 * 1024
    assert limit_for(_operation(JSON), form) == limit_for(_operation(), form) == limit_for(None, form) == BODY_LIMIT


def test_an_operation_that_takes_no_body_ignores_one() -> None:
    assert _read(_operation(), b"\xff", "text/nonsense") is None


@pytest.mark.parametrize(
    "content_type",
    [
        JSON,
        "Application/JSON",
        f"{JSON}; charset=utf-8",
        f'{JSON};charset="UTF-8"',
        f"{JSON}; charset=US-ASCII; x=y",
        f" {JSON} ",
    ],
)
def test_json_is_read_under_every_spelling_of_its_type(content_type: str) -> None:
    assert _read(_operation(JSON), b'{"a": 1}', content_type) == (JSON, {"a": 1})


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "application/jsonx",
        "application/problem+json",
        "json",
        "",
        ";",
        "application/json, text/plain",
        "\xff",
        "multipart/form-data",
    ],
)
def test_another_content_type_is_unsupported_and_the_detail_says_what_is_taken(content_type: str) -> None:
    code, detail = _refusal(_operation(JSON), b"{}", content_type)
    assert (code, detail) == ("Mock.UnsupportedMediaType", "The body must be sent as application/json.")


def test_a_body_without_content_type_is_unsupported() -> None:
    assert _refusal(_operation(JSON), b"{}")[0] == "Mock.UnsupportedMediaType"


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "windows-1252", "nonsense"])
def test_another_charset_is_unsupported(charset: str) -> None:
    code, detail = _refusal(_operation(JSON), b"{}", f"{JSON}; charset={charset}")
    assert (code, detail) == ("Mock.UnsupportedMediaType", "The body must be sent as application/json in UTF-8.")


def test_a_doubled_content_type_is_refused() -> None:
    assert _refusal(_operation(JSON), b"{}", JSON, JSON)[0] == "Mock.InvalidRequest"


def test_a_body_over_the_limit_is_refused_by_its_size_before_its_type() -> None:
    assert _refusal(_operation(JSON), None, "text/plain") == (
        "Mock.PayloadTooLarge",
        "The body is larger than 1048576 bytes.",
    )


@pytest.mark.parametrize("content_types", [(), (JSON,)])
def test_a_required_body_that_is_empty_is_refused(content_types: tuple[str, ...]) -> None:
    assert _refusal(_operation(JSON), b"", *content_types)[0] == "Mock.InvalidRequest"


@pytest.mark.parametrize("content_types", [(), (JSON,), ("text/plain",)])
def test_an_optional_body_may_be_left_out(content_types: tuple[str, ...]) -> None:
    assert _read(_operation(JSON, required=False), b"", *content_types) is None


def _form(*fields: bytes) -> bytes:
    return b"".join(b"--b\r\n" + field + b"\r\n" for field in fields) + b"--b--\r\n"


FILE = (
    b'Content-Disposition: form-data; name="file"; filename="bill.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\xff'
)
NAME = b'Content-Disposition: form-data; name="name"\r\n\r\nJanuary'


def test_a_form_is_read_into_its_fields_and_the_names_of_its_files() -> None:
    operation = _operation("multipart/form-data")
    assert _read(operation, _form(NAME, FILE), FORM) == ("multipart/form-data", {"name": "January", "file": "bill.pdf"})


def test_a_file_larger_than_a_json_body_may_be() -> None:
    assert _read(_operation("multipart/form-data"), _form(FILE + b"x" * 3 * BODY_LIMIT), FORM)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"nonsense", FORM),
        (_form(NAME), "multipart/form-data"),
        (_form(NAME), "multipart/form-data; boundary="),
        (_form(NAME), "multipart/form-data; boundary=other"),
        (_form(b"no headers"), FORM),
        (_form(b"Content-Disposition: nonsense\r\n\r\nx"), FORM),
        (_form(b'Content-Disposition: form-data; name="\xff"\r\n\r\nx'), FORM),
        (_form(b'Content-Disposition: form-data; name="a"\r\n\r\n\xff'), FORM),
        (b"\0" * 50, FORM),
        (_form(NAME)[:-10], FORM),
        (b"--b", FORM),
    ],
)
def test_a_broken_form_is_refused(body: bytes, content_type: str) -> None:
    assert _refusal(_operation("multipart/form-data"), body, content_type)[0] == "Mock.InvalidRequest"
