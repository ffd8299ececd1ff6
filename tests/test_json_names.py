"""Names as JSON writes them."""

import pytest

from mock_server.json_names import camel_case


@pytest.mark.parametrize(("name", "written"), [("id", "id"), ("next_attempt_at", "nextAttemptAt"), ("a_b", "aB")])
def test_a_member_is_in_camel_case(name: str, written: str) -> None:
    assert camel_case(name) == written
