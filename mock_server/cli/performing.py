"""Performs a script in a world of a server, as commands with --run do."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mock_server.cli.remote import Remote, remote_of
from mock_server.cli.throwaway import throwaway_server
from mock_server.config import ConfigurationError
from mock_server.reproductions.beginning import whole_beginning
from mock_server.reproductions.http_sender import HttpSender, NoAnswerError
from mock_server.reproductions.perform import Received, ScriptError, perform
from mock_server.reproductions.script import Expected, Script


@contextmanager
def server_at(url: str | None, control_token: str | None) -> Iterator[Remote]:
    """The server at the address; where none is given, one that is started for it."""
    if url is not None:
        yield remote_of(url, control_token)
        return
    with throwaway_server() as address:
        yield remote_of(address, None)


def performed(script: Script, server: Remote) -> int:
    """The exit code, after each request was told with the status of its answer."""
    made = server.ask("POST", "/worlds", whole_beginning(script.start), of_server=True)
    world = Remote(server.url, server.control_token, made["name"])
    try:
        with HttpSender(server.url, made["name"], server.control_token, click.echo) as send:
            received = perform(script, send)
    except ScriptError as error:
        click.echo(f"dolfin-mock: {error}", err=True)
        return 1
    except NoAnswerError as error:
        raise ConfigurationError(str(error)) from error
    finally:
        world.ask("DELETE", "")
    return _judged(script, received)


def _judged(script: Script, received: Received) -> int:
    came = Expected(received.status, received.code)
    click.echo(f"\n{came.told}\n{received.content.decode(errors='replace')}")
    if came == script.expected:
        return 0
    click.echo(f"dolfin-mock: expected {script.expected.told}", err=True)
    return 1
