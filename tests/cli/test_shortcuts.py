"""What is known of a head, by its bytes."""

from mock_server.cli.shortcuts import KnownHead, Shortcuts, head_in

HEAD = b"POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\n"
WHOLE = HEAD + b"body"


def shortcut(body: bytes) -> None:
    """Stands for any: who it belongs to is what matters here."""


def kept(data: bytes = WHOLE, body: bytes = b"body") -> Shortcuts:
    shortcuts = Shortcuts()
    shortcuts.keep(data, body, shortcut)
    return shortcuts


def found(shortcuts: Shortcuts, data: bytes) -> KnownHead | None:
    return shortcuts.find(head_in(data), len(data))


def test_a_request_is_found_by_its_head_whatever_its_body() -> None:
    known = KnownHead(shortcut, len(WHOLE))
    assert found(kept(), WHOLE) == known
    assert found(kept(), HEAD + b"ydob") == known


def test_a_request_without_a_body_is_found() -> None:
    head = b"GET /a HTTP/1.1\r\n\r\n"
    assert found(kept(head, b""), head) == KnownHead(shortcut, len(head))


def test_what_came_of_a_body_leads_to_its_head() -> None:
    assert found(kept(), HEAD) == found(kept(), HEAD + b"bod") == found(kept(), WHOLE)


def test_other_data_lead_nowhere() -> None:
    for data in (b"", b"body", HEAD[:-1], WHOLE.replace(b"/a", b"/b"), b"\r\n" + WHOLE, WHOLE + b"G", WHOLE + WHOLE):
        assert found(kept(), data) is None, data


def test_a_head_is_kept_only_of_a_request_that_was_there_alone_and_as_it_is() -> None:
    chunked = b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    for data, body in (
        (WHOLE + WHOLE, b"body"),
        (WHOLE + b"GET", b"body"),
        (chunked + b"4\r\nbody\r\n0\r\n\r\n", b"body"),
        (chunked + b"0\r\n\r\n", b""),
        (b"\r\n\r\n" + WHOLE, b"body"),
        (b"body", b"body"),
    ):
        shortcuts = kept(data, body)
        assert [found(shortcuts, part) for part in (data, WHOLE, chunked, body)] == [None] * 4, data


def test_what_is_known_has_a_bound() -> None:
    shortcuts = kept()
    for number in range(1_999):
        shortcuts.keep(b"GET /%d HTTP/1.1\r\n\r\n" % number, b"", shortcut)
    assert found(shortcuts, WHOLE) is not None
    shortcuts.keep(b"GET /1999 HTTP/1.1\r\n\r\n", b"", shortcut)
    assert found(shortcuts, WHOLE) is None
    long = b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * 4_096)
    shortcuts.keep(long, b"", shortcut)
    assert found(shortcuts, long) is None


def test_a_head_is_worth_it_when_it_comes_again() -> None:
    shortcuts = Shortcuts()
    assert [shortcuts.is_seen_again(head) for head in (HEAD, b"other", HEAD, HEAD)] == [False, False, True, True]


def test_what_was_seen_is_forgotten_after_many_others() -> None:
    shortcuts = Shortcuts()
    shortcuts.is_seen_again(HEAD)
    for number in range(8_000):
        shortcuts.is_seen_again(b"%d" % number)
    assert not shortcuts.is_seen_again(HEAD)


def test_a_short_head_is_kept_whatever_the_size_of_its_body() -> None:
    head = b"POST /a HTTP/1.1\r\nContent-Length: 5000\r\n\r\n"
    assert found(kept(head + b"x" * 5_000, b"x" * 5_000), head) is not None
