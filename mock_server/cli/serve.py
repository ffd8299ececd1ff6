"""`dolfin-mock serve`."""

import errno
import logging
import os
import signal
import socket
import sys
from threading import Thread

import click
import uvicorn

from mock_server.bootstrap import Server, bootstrap
from mock_server.cli.banner import banner
from mock_server.cli.collecting import spare_what_stays
from mock_server.cli.logs import log_to_stderr
from mock_server.cli.options import setting_options
from mock_server.cli.protocol import MockProtocol
from mock_server.config import ConfigurationError, Settings, settings_from

_BACKLOG = 2048
_SHUTDOWN_SECONDS = 3
_PORT_ERRORS = (errno.EADDRINUSE, errno.EACCES)
_ONE_WORKER = (
    "--workers is not taken: the state of a world lives in one process, and workers would each have their own; "
    "give each team or job a world of its own, or start several servers on ports of their own"
)


@click.command("serve", epilog="Every option can also be set by the variable beside it.")
@setting_options
@click.option(
    "--stop-with-stdin", is_flag=True, hidden=True, help="End when standard input does: whoever held it is gone."
)
@click.option("--workers", is_flag=False, flag_value="", hidden=True, help="Not taken: there is one.")
def command(stop_with_stdin: bool, workers: str | None, **values: object) -> None:
    """Start the mock and serve until Ctrl-C."""
    if workers is not None:
        raise ConfigurationError(_ONE_WORKER)
    settings = settings_from(values)
    listener = _listen(settings)
    with listener:
        server = bootstrap(settings)
        for warning in server.warnings:
            click.echo(f"warning: {warning}", err=True)
        log_to_stderr(settings)
        spare_what_stays()
        _run(server, listener, stop_with_stdin=stop_with_stdin)


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything slow: a port in use is told at once."""
    try:
        return _bound(settings.host, settings.port)
    except (OSError, UnicodeError) as error:
        told = f"cannot listen on {settings.host}:{settings.port} ({getattr(error, 'strerror', 'no host name')})"
        raise ConfigurationError(f"{told}: {_advice(error)}") from error


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except (OSError, UnicodeError):
        listener.close()
        raise
    return listener


def _advice(error: OSError | UnicodeError) -> str:
    """What to change; a name that was not found has numbers of its own, which can look like those of a port."""
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror) and error.errno in _PORT_ERRORS:
        return "stop what uses the port, or choose another with --port (0 picks a free one)"
    return "choose an address of this machine with --host"


def _run(server: Server, listener: socket.socket, *, stop_with_stdin: bool) -> None:
    config = uvicorn.Config(
        server.application,
        http=MockProtocol,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level=logging.ERROR,  # its warnings are about what callers send, and advise to install things
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    # Uvicorn ends on these signals and then raises them again for whoever handled them before: nobody needs to.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    running = _AnnouncedServer(config, server)
    if stop_with_stdin:
        Thread(target=_stop_with_stdin, args=(running,), daemon=True).start()
    running.run(sockets=[listener])


def _stop_with_stdin(server: uvicorn.Server) -> None:
    """Reads without Python's buffer, whose lock would be held while the program ends."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True


class _AnnouncedServer(uvicorn.Server):
    """Prints the banner once requests are answered."""

    def __init__(self, config: uvicorn.Config, server: Server) -> None:
        super().__init__(config)
        self._server = server

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None, "the listener is opened before the server runs"
        host, port = sockets[0].getsockname()[:2]
        click.echo(banner(self._server, f"http://{f'[{host}]' if ':' in host else host}:{port}"))
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._server.stop()
        await super().shutdown(sockets)
