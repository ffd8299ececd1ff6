"""A subscriber on this machine: takes what is posted to it, and answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(frozen=True, slots=True)
class Received:
    """A webhook as it came in; the names of headers in lower case."""

    path: str
    headers: dict[str, str]
    content: bytes


@dataclass
class Listener:
    """`answers` are the statuses of the next answers; without any left it answers 204."""

    url: str
    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    go_on: Event = field(default_factory=Event)


@contextmanager
def listening(*answers: int, stuck: bool = False) -> Iterator[Listener]:
    """A listener; one that is `stuck` takes what comes and answers when it is told to go on."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.received.append(Received(self.path, headers, content))
            listener.go_on.wait(timeout=20)
            status = listener.answers.pop(0) if listener.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", listener.url + "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener = Listener(f"http://127.0.0.1:{server.server_port}", list(answers))
    if not stuck:
        listener.go_on.set()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield listener
    finally:
        listener.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
