"""A server that answers what a test tells it to, and remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    body: bytes = b"{}"


@dataclass
class Stub:
    """`asked` holds method and path of each request, in order."""

    url: str
    asked: list[tuple[str, str]]


Replies = Callable[[str, str], Reply]
"""The reply to a method and path."""


def always(reply: Reply) -> Replies:
    return lambda _method, _path: reply


@contextmanager
def stub(replies: Replies = always(Reply())) -> Iterator[Stub]:  # noqa: B008  (it never changes)
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked.append((self.command, self.path))
            self.rfile.read(int(self.headers.get("content-length", 0)))
            told = replies(self.command, self.path)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(told.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(told.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer  # noqa: N815  (the base class's names)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (same)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Stub(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
