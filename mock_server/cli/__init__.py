"""The command line: one module per command, loaded when it is asked for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from mock_server.config import ConfigurationError

_EXAMPLES = """\b
Examples:
  dolfin-mock serve                          the default world, on http://127.0.0.1:4010
  dolfin-mock serve --scenario guide         the integration guide, answer for answer
  dolfin-mock serve --port 0 --seed 7        a free port; the same ids on every run
  dolfin-mock token alice@acmeplumbing.co.uk a session token of the running server
  dolfin-mock serve --contract api.yaml      any other OpenAPI 3.1 document, with real state
  dolfin-mock operations --json              what every operation does here, for programs
  dolfin-mock errors reproduce CODE --run    get a refusal, by its real cause
  dolfin-mock journal why 12                 why a request was answered so
  dolfin-mock verify                         the contract suite against the mock itself
  dolfin-mock contract check                 is effective.json up to date?
  dolfin-mock contract diff A B              what changed from one document to another

\b
Exit codes: 0 fine, 1 findings, 2 usage or configuration."""

_GROUPS = {
    "Serve": {
        "serve": "Start the mock.",
        "health": "Whether a server on this machine answers: a container's health check.",
        "token": "Print a session token of a running server.",
        "operations": "List the operations, and how faithful the mock is to each.",
        "errors": "List the error codes, and reproduce them.",
    },
    "A running server": {
        "world": "Make, list, reset and delete worlds.",
        "clock": "Show, set, freeze or advance the clock.",
        "journal": "Show what was asked and answered, follow it, and tell why.",
        "coverage": "Show how much of the contract a client has exercised.",
        "fault": "Make things go wrong: delays, errors, closed connections, broken answers.",
        "snapshot": "Save, list and restore states of a world, and keep them as files.",
        "state": "Print a world as JSON.",
        "scenario": "Write a world down as a scenario, or begin it again from one.",
    },
    "Verify": {"verify": "Run the contract suite against the mock, staging or the real API."},
    "Contract": {"contract": "Build the contract, compare documents, take a newer one."},
}
USAGE_EXIT = 2


class _Commands(click.Group):
    """Knows its commands by name; imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (Click's signature)
        return [name for commands in _GROUPS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        with _nothing_collected():
            command = import_module(f"mock_server.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (same)
        for group, commands in _GROUPS.items():
            with formatter.section(group):
                formatter.write_dl(list(commands.items()))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Imports make many objects, and no garbage: looking for some is a tenth of the time that they take."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()


@click.group(cls=_Commands, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dolfin-mock")
def _program() -> None:
    """A local mock of the Dolfin API, driven by its OpenAPI contract."""


def main() -> None:
    """Runs the program; a wrong setting is one line and exit code 2."""
    try:
        _program(prog_name="dolfin-mock")
    except ConfigurationError as error:
        click.echo(f"dolfin-mock: {error}", err=True)
        raise SystemExit(USAGE_EXIT) from error
