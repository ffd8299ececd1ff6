"""What headers say is read once for all requests that send the same ones."""

from mock_server.http_api import headers as module
from mock_server.http_api.headers import read_headers

Pairs = list[tuple[bytes, bytes]]


def _read(pairs: Pairs) -> object:
    return read_headers({"headers": pairs})


def test_values_are_found_by_name_in_the_order_they_were_sent() -> None:
    pairs = [(b"accept", b"a"), (b"x-one", b"\xe9"), (b"accept", b"b")]
    assert _read(pairs) == {"accept": ("a", "b"), "x-one": ("\xe9",)}


def test_requests_with_the_same_headers_share_what_was_read() -> None:
    pairs = [(b"host", b"shared.example"), (b"accept", b"*/*")]
    assert _read(pairs) is _read(list(pairs))


def test_headers_that_differ_anywhere_are_read_for_themselves() -> None:
    first = [(b"host", b"a.example"), (b"accept", b"*/*")]
    others: list[Pairs] = [
        first[::-1],
        first[:1],
        [*first, (b"accept", b"*/*")],
        [(b"host", b"b.example"), first[1]],
        [(b"hos", b"ta.example"), first[1]],
    ]
    for other in others:
        assert _read(other) is not _read(first)
    assert _read(others[2]) == {"host": ("a.example",), "accept": ("*/*", "*/*")}


def test_what_is_remembered_has_a_bound() -> None:
    for number in range(3 * module._MOST_KNOWN):
        _read([(b"host", b"%d.example" % number)])
    assert 0 < len(module._known) <= module._MOST_KNOWN
    long = [(b"cookie", b"x" * module._LONGEST_KNOWN)]
    assert _read(long) == _read(long)
    assert _read(long) is not _read(long)
