"""Sending: to this machine alone, as the subscription says, and an answer or none."""

import asyncio
import logging
import socket

import pytest

from mock_server.domain.deliveries import Message
from mock_server.webhooks import sender as sender_module
from mock_server.webhooks.sender import Sender
from tests.webhooks.listener import listening


def send(url: str, *allowed_hosts: str) -> int | None:
    message = Message("d", url, {"x-dolfin-event-id": "e", "content-type": "application/json"}, b'{"id":"\xc3\xa9"}')
    return asyncio.run(Sender(frozenset(allowed_hosts)).send(message))


def test_a_message_is_posted_as_it_is() -> None:
    with listening(202) as listener:
        assert send(f"{listener.url}/hook?a=b") == 202
    (received,) = listener.received
    assert received.path == "/hook?a=b"
    assert received.content == b'{"id":"\xc3\xa9"}'
    assert (received.headers["x-dolfin-event-id"], received.headers["content-type"]) == ("e", "application/json")


def test_a_name_of_this_machine_is_allowed() -> None:
    with listening() as listener:
        assert send(listener.url.replace("127.0.0.1", "LocalHost")) == 204


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status: int) -> None:
    with listening(status) as listener:
        assert send(listener.url) == status
    assert len(listener.received) == 1


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy, listening(200) as listener:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("all_proxy", proxy.url)
        assert send(listener.url) == 200
    assert proxy.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "http://0.0.0.0:{port}/",
        "http://[::]:{port}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://127.0.0.1.example.com/",
        "http://localhost.example/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://localhost@example.com/",
        "https://hooks.example/",
    ],
)
def test_another_host_is_refused_with_a_reason_and_nothing_leaves_the_machine(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent = []

    async def post(message: Message) -> int:
        sent.append(message.url)
        return 200

    monkeypatch.setattr(sender_module, "_post", post)
    with caplog.at_level(logging.WARNING, logger="mock_server"):
        assert send(url.format(port=9)) is None
    assert sent == []
    assert "--webhook-host" in caplog.text


def test_a_host_that_was_allowed_at_start_is_sent_to(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    async def post(message: Message) -> int:
        sent.append(message.url)
        return 200

    monkeypatch.setattr(sender_module, "_post", post)
    assert send("https://Hooks.Example/a", "hooks.example") == 200
    assert send("https://other.example/a", "hooks.example") is None
    assert sent == ["https://Hooks.Example/a"]


def test_nobody_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/") is None


@pytest.mark.parametrize("url", ["http://localhost:99999/", "http://[::1/", "", "http://xn--/", "ftp://localhost/"])
def test_an_address_that_nothing_can_be_sent_to_is_no_answer(url: str) -> None:
    assert send(url) is None


def test_a_subscriber_who_does_not_answer_in_time_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "_SECONDS", 0.2)
    with listening(stuck=True) as listener:
        assert send(listener.url) is None
    assert len(listener.received) == 1
