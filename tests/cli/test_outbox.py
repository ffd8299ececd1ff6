"""What is written together is written to everybody, whatever becomes of one of them."""

import asyncio
import logging

import pytest

from mock_server.cli.protocol import MockProtocol
from tests.cli.asgi_applications import MOMENT, application
from tests.cli.connection import RecordingTransport, connections
from tests.cli.serving import served

SLOW = b"GET /slow HTTP/1.1\r\n\r\n"
QUICK = b"GET /messages HTTP/1.1\r\n\r\n"


class UvloopsTransport(RecordingTransport):
    """Refuses to be written to when it is closed, as uvloop's do."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.closed:
            raise RuntimeError("the handler is closed")
        super().write(data)


def test_who_left_behind_an_unanswered_request_silences_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tests.cli.connection.RecordingTransport", UvloopsTransport)
    faults: list[dict[str, object]] = []

    async def exchange() -> list[bytes]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
        (leaving, left), (staying, stays) = connections(MockProtocol, application, 2)
        leaving.data_received(QUICK + SLOW + QUICK)
        staying.data_received(SLOW)
        await asyncio.sleep(0)
        left.close()
        leaving.connection_lost(None)
        await asyncio.sleep(2 * MOMENT)
        staying.data_received(QUICK)
        await asyncio.sleep(MOMENT)
        return stays.written

    slow, quick = asyncio.run(exchange())
    assert slow.endswith(b"slow")
    assert quick.startswith(b"HTTP/1.1 200")
    assert faults == []
    assert caplog.messages == []


def test_a_connection_that_cannot_be_written_to_silences_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tests.cli.connection.RecordingTransport", UvloopsTransport)

    async def exchange() -> list[bytes]:
        (one, broken), (other, whole) = connections(MockProtocol, application, 2)
        broken.closed = True
        one.data_received(QUICK)
        other.data_received(QUICK)
        await asyncio.sleep(0)
        return whole.written

    with caplog.at_level(logging.ERROR):
        assert len(asyncio.run(exchange())) == 1
    assert "a fault of the mock in writing to a caller" in caplog.messages


async def _ask_beside_one_who_leaves(port: int) -> bytes:
    _, leaving = await asyncio.open_connection("127.0.0.1", port)
    reader, staying = await asyncio.open_connection("127.0.0.1", port)
    leaving.write(QUICK + SLOW + QUICK)
    staying.write(SLOW)
    await asyncio.sleep(MOMENT / 3)
    leaving.transport.abort()
    answer = await asyncio.wait_for(reader.readuntil(b"slow"), 5)
    staying.write(QUICK)
    answer += await asyncio.wait_for(reader.readuntil(b"]"), 5)
    staying.close()
    return answer


def test_on_a_real_loop_too() -> None:
    with served(application, MockProtocol) as server:
        for _ in range(10):
            assert asyncio.run(_ask_beside_one_who_leaves(server.port)).count(b"HTTP/1.1 200") == 2
