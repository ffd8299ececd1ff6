"""One HTTP server for all sides of a comparison: one worker, the same parser and event loop."""

import logging
import socket
import sys
from typing import Any

import uvicorn

READY = "Listening on "


def serve(application: Any, http: Any = "httptools", *, access_log: bool = False) -> None:
    """Serves on a free port, told in a line `Listening on <url>`, until it is ended; `http` is Uvicorn's option.

    Its access log goes to standard error.
    """
    if access_log:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(2048)
        sys.stdout.write(f"{READY}http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            application,
            http=http,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=access_log,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def serve_as_the_mock(application: Any) -> None:
    """Serves with the protocol of `dolfin-mock serve`."""
    from mock_server.cli.protocol import MockProtocol  # noqa: PLC0415  (a bare application has nothing of the mock)

    serve(application, MockProtocol)
