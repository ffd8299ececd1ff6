"""When a JSON value is what was expected."""

from typing import Any

import pytest

from mock_server.control.verifying.json_match import MISSING, at, differences


@pytest.mark.parametrize(
    ("expected", "found", "partly", "exactly"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True, False),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}, True, False),
        ({"a": 1}, {"a": 1.0}, True, True),
        ({"a": 1}, {"a": True}, False, False),
        ({"a": False}, {"a": 0}, False, False),
        ({"a": None}, {"a": None}, True, True),
        ({"a": None}, {}, False, False),
        ([1, 2], [1, 2], True, True),
        ([1], [1, 2], False, False),
        ([2, 1], [1, 2], False, False),
        ([{"a": 1}], [{"a": 1, "b": 2}], True, False),
        ({}, [], False, False),
        ("1", 1, False, False),
        ({}, MISSING, False, False),
        (None, MISSING, False, False),
    ],
)
def test_a_value_matches_in_part_or_exactly(expected: Any, found: Any, partly: bool, exactly: bool) -> None:
    assert (not [*differences(expected, found, exact=False)]) == partly
    assert (not [*differences(expected, found, exact=True)]) == exactly


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", {"a/b": [{"~": 7}]}),
        ("/a~1b/0/~0", 7),
        ("/a~1b/1", MISSING),
        ("/a~1b/-1", MISSING),
        ("/a~1b/x", MISSING),
        ("/c", MISSING),
        ("/a~1b/0/~0/x", MISSING),
    ],
)
def test_a_pointer_leads_to_a_value_or_to_nothing(pointer: str, found: Any) -> None:
    assert at({"a/b": [{"~": 7}]}, pointer) == found


@pytest.mark.parametrize("name", ["01", "-1", "3", "9" * 5_000, "\u0661", "1.0", ""])
def test_what_is_no_index_of_a_list_leads_nowhere(name: str) -> None:
    assert at([1, 2, 3], f"/{name}") is MISSING
