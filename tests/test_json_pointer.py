"""JSON pointers."""

import pytest

from mock_server.json_pointer import keys_of, pointer_of

# The examples of RFC 6901, section 5.
POINTERS = {
    "": [],
    "/foo/0": ["foo", "0"],
    "/": [""],
    "/a~1b": ["a/b"],
    "/m~0n": ["m~n"],
    "/~01": ["~1"],
    "/ ": [" "],
}


@pytest.mark.parametrize(("pointer", "keys"), POINTERS.items(), ids=[repr(pointer) for pointer in POINTERS])
def test_a_pointer_and_the_keys_on_its_way_are_the_same_thing(pointer: str, keys: list[str]) -> None:
    assert keys_of(pointer) == keys
    assert pointer_of(keys) == pointer


def test_a_place_in_a_list_is_written_as_its_number() -> None:
    assert pointer_of(["lines", 0]) == "/lines/0"
