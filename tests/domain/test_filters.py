"""Which records a list shows, by the query parameters that are named after members."""

import pytest

from mock_server.domain.filters import matches
from mock_server.json_value import Json

RECORD: dict[str, Json] = {
    "status": "Sent", "paid": True, "size": 5, "rate": 2.0, "note": None, "dueDate": "2025-01-15",
    "madeAt": "2025-01-15T10:30:00Z", "name": "Müller", "tags": ["Red", "Blue"], "category": "Food", "From": "here",
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ({}, True),
        ({"Status": "sent"}, True),
        ({"STATUS": "Draft"}, False),
        ({"Status": "Sent", "Size": 6}, False),
        ({"size": "5"}, True),
        ({"rate": 2}, True),
        ({"rate": "2"}, True),
        ({"paid": True}, True),
        ({"paid": "true"}, True),
        ({"paid": False}, False),
        ({"paid": 1}, False),
        ({"note": "none"}, False),
        ({"note": "None"}, False),
        ({"name": "MÜLLER"}, True),
        ({"status": ["Draft", "Sent"]}, True),
        ({"status": ["Draft", "Void"]}, False),
        ({"statuses": ["sent"]}, True),
        ({"statuses": ["Draft"]}, False),
        ({"sizes": [4, 5]}, True),
        ({"sizes": [4]}, False),
        ({"Categories": ["food"]}, True),
        ({"Categories": ["drink"]}, False),
        ({"statuses": []}, True),
        ({"tags": "red"}, True),
        ({"tags": "green"}, False),
        ({"tags": ["green", "blue"]}, True),
        ({"tag": "green"}, True),
        ({"unknown": "x", "Unknowns": ["x"], "unknownFrom": "x"}, True),
        ({"Cursor": "x", "LIMIT": 3}, True),
        ({"dueDateFrom": "2025-01-15", "dueDateTo": "2025-01-15"}, True),
        ({"dueDateFrom": "2025-01-16"}, False),
        ({"dueDateTo": "2025-01-14"}, False),
        ({"MadeAtTo": "2025-01-15"}, True),
        ({"MadeAtTo": "2025-01-14"}, False),
        ({"MadeAtFrom": "2025-01-15"}, True),
        ({"MadeAtFrom": "2025-01-15T11:30:00+01:00", "MadeAtTo": "2025-01-15T09:30:00-01:00"}, True),
        ({"MadeAtFrom": "2025-01-15T10:30:01Z"}, False),
        ({"sizeFrom": 5, "sizeTo": 5}, True),
        ({"sizeFrom": 10}, False),
        ({"sizeTo": "4.9"}, False),
        ({"nameFrom": "m", "nameTo": "n"}, True),
        ({"nameFrom": "n"}, False),
        ({"noteFrom": "2000-01-01"}, False),
        ({"tagsFrom": "a"}, False),
        ({"MadeAtFrom": "soon"}, False),
        ({"From": "here"}, True),
        ({"From": "there"}, False),
    ],
    ids=str,
)
def test_a_record_passes_the_filters_that_its_members_match(query: dict[str, Json], *, passes: bool) -> None:
    assert matches(RECORD, query) is passes


def test_a_member_that_a_record_lacks_equals_nothing_where_it_can_have_one() -> None:
    assert matches({}, {"Status": "Sent"})
    assert not matches({}, {"Status": "Sent"}, ["status"])
    assert matches({"status": "Sent"}, {"Status": "Sent"}, ["status"])


@pytest.mark.parametrize(
    "value", ["", "nan", "inf", "\0", "9" * 400, "2025-99-99", "0000-01-01", "T", "²", "-0001-01-01"]
)
def test_no_value_of_a_filter_is_a_fault(value: str) -> None:
    for name in RECORD:
        for query in ({name: value}, {f"{name}From": value}, {f"{name}To": value}, {f"{name}s": [value]}):
            assert matches(RECORD, query) in (True, False)
