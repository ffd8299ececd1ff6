"""What the head of a request says."""

from mock_server.http_api.request_head import named_host


def test_a_host_has_a_longest_name() -> None:
    assert named_host({"host": ("a" * 255,)}) == "a" * 255
    assert named_host({"host": ("a" * 256,)}) is None


def test_an_odd_host_or_none_is_no_name() -> None:
    assert named_host({"host": ("an odd one",)}) is None
    assert named_host({}) is None
