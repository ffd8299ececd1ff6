"""JSON in and out: strict on the way in, exact on the way out."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mock_server.http_api.json_codec import JsonError, read_json, write_json

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
REFUSED = {
    "nothing": b"",
    "blank": b" \n",
    "a word": b"hello",
    "single quotes": b"{'a': 1}",
    "a trailing comma": b'{"a": 1,}',
    "a comment": b"{} // no",
    "two values": b"{} {}",
    "NaN": b"NaN",
    "Infinity": b"Infinity",
    "-Infinity": b'{"a": [-Infinity]}',
    "a number that is too large": b"1e400",
    "a number that is too small a negative": b'{"a": [-1e400]}',
    "an endless exponent": b"1e99999999999999999999",
    "a large number without an exponent": b"1" + b"0" * 400 + b".0",
    "a number of 5000 digits": b"9" * 5000,
    "a leading zero": b"01",
    "a lone high surrogate": b'"\\ud800"',
    "a lone low surrogate": b'"\\udc00"',
    "a surrogate in raw bytes": b'"\xed\xa0\x80"',
    "surrogates in the wrong order": b'"\\udc00\\ud800"',
    "Latin-1": b'"\xe9"',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "an overlong slash": b'"\xc0\xaf"',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a raw NUL": b'"\0"',
    "a raw newline in a text": b'"\n"',
    "an unknown escape": b'"\\q"',
    "a member twice": b'{"a": 1, "a": 1}',
    "a member twice, once escaped": b'{"a": 1, "\\u0061": 2}',
    "a member twice, deep inside": b'[{"x": {"a": 1, "b": 2, "a": 3}}]',
    "5000 levels of lists": b"[" * 5000 + b"]" * 5000,
    "5000 levels of objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "100000 open lists": b"[" * 100_000,
}


@given(JSON_VALUES)
@example(2**64)
@example(-(2**63) - 1)
@example({"a": [10**30, {"ü": "😀\0"}]})
def test_what_is_written_is_read_back_the_same(value: Any) -> None:
    text = write_json(value)
    assert read_json(text) == value
    assert json.loads(text) == value


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_text_that_is_no_strict_json_is_refused(text: bytes) -> None:
    with pytest.raises(JsonError):
        read_json(text)


@pytest.mark.parametrize(
    "text", [b'"\\ud83d\\ude00"', b"1e308", b"-0", b"1E+2", b'{"a":1,"A":2}', b'" \\u0000"', b" [ ] ", b"9" * 300]
)
def test_unusual_but_valid_json_is_read(text: bytes) -> None:
    assert read_json(text) == json.loads(text)


def test_two_hundred_levels_are_the_limit() -> None:
    assert read_json(b"[" * 200 + b"]" * 200)
    with pytest.raises(JsonError):
        read_json(b"[" * 202 + b"]" * 202)


@given(
    st.sampled_from(
        [
            '{"MARK": 1, "MARK": 2}',
            "MARK",
            '"MARK',
            '{"a": MARK}',
            '"\\MARK"',
            '{"MARK": 1e999}',
            '["MARK" "MARK"]',
            '{"MARK": "MARK",}',
            '{"MARK"}',
            '"MARK\0"',
        ]
    ),
    st.text("ghjkqvwxyz", min_size=8, max_size=12),
)
def test_the_reason_never_repeats_the_text(pattern: str, marker: str) -> None:
    with pytest.raises(JsonError) as caught:
        read_json(pattern.replace("MARK", marker).encode())
    assert marker not in str(caught.value)


def test_the_reason_says_where() -> None:
    with pytest.raises(JsonError, match=r"^a member is there twice at line 2 column 7$"):
        read_json(b'{"abc": 1,\n"abc": 2}')


def test_a_text_takes_no_more_room_than_it_needs() -> None:
    tracemalloc.start()
    try:
        texts = [write_json({"number": number}) for number in range(1_000)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 200 * len(texts)
