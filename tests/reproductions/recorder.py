"""A server that writes down what it is sent, as it is sent, and answers as a mock does that refuses everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ANSWER = b'{"id": "it\'s \\u00e9 ${id}", "list": [{"a/b": "x"}]}'


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: header names in lower case, values as bytes."""

    method: str
    path: str
    headers: dict[str, bytes]
    body: bytes


@dataclass(slots=True)
class Recorder:
    """Where the server is, and all it was sent. It answers `status` and `code`."""

    url: str = ""
    status: int = 409
    code: str = "Mock.Recorded"
    sent: list[Sent] = field(default_factory=list)

    @property
    def of_the_world(self) -> list[Sent]:
        return [each for each in self.sent if each.path.startswith("/w/w-1")]


@contextmanager
def recorder() -> Iterator[Recorder]:
    recorded = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value.encode("latin-1") for name, value in self.headers.items()}
            recorded.sent.append(Sent(self.command, self.path, headers, body))
            self.answer()

        def answer(self) -> None:
            made = self.path == "/__mock__/worlds"
            content = b'{"name": "w-1"}' if made else ANSWER
            self.send_response_only(201 if made else recorded.status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-Mock-Error-Code", recorded.code)
            self.end_headers()
            self.wfile.write(content if self.command != "HEAD" else b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorded.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield recorded
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
