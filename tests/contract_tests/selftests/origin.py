"""A server that answers with given bytes and keeps what it received, byte for byte."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_CHUNKED = b"transfer-encoding: chunked"
_LENGTH = b"content-length:"


@dataclass
class Origin:
    url: str
    reply: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    received: list[bytes] = field(default_factory=list)

    @property
    def last_head(self) -> list[bytes]:
        """The lines of the latest request up to its body."""
        return self.received[-1].partition(b"\r\n\r\n")[0].split(b"\r\n")

    @property
    def last_body(self) -> bytes:
        """The body of the latest request as it was framed."""
        return self.received[-1].partition(b"\r\n\r\n")[2]


@contextmanager
def listening() -> Iterator[Origin]:
    origin: Origin

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += self.rfile.readline()
            origin.received.append(head + self._body(head.lower()))
            self.wfile.write(origin.reply)

        def _body(self, head: bytes) -> bytes:
            if _CHUNKED in head:
                body = b""
                while not body.endswith(b"0\r\n\r\n"):
                    body += self.rfile.readline()
                return body
            length = head.partition(_LENGTH)[2].partition(b"\r\n")[0]
            return self.rfile.read(int(length)) if length else b""

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        origin = Origin(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield origin
        finally:
            server.shutdown()
