"""`dolfin-mock errors`."""

import json
from collections.abc import Callable, Mapping

import click

from mock_server.cli.options import control_token_option
from mock_server.cli.performing import performed, server_at
from mock_server.config import ConfigurationError
from mock_server.contract.document import load
from mock_server.reproductions.curl_script import curl_script
from mock_server.reproductions.error_list import error_rows
from mock_server.reproductions.known import NotReproducibleError, reproduction, reproductions_of
from mock_server.reproductions.plain_text import plain_text
from mock_server.reproductions.pytest_file import pytest_file
from mock_server.reproductions.script import Script
from mock_server.resources import EFFECTIVE_CONTRACT

_WRITERS: Mapping[str, Callable[[Script], str]] = {"text": plain_text, "curl": curl_script, "pytest": pytest_file}
_EXAMPLES = """\b
Examples:
  dolfin-mock errors --json
  dolfin-mock errors reproduce Handoff.NoOrgAccess              the requests, to read
  dolfin-mock errors reproduce Mock.InvalidState --operation sendInvoice --curl
  dolfin-mock errors reproduce Mock.AuthCodeExpired --run       performs them in a server of their own

\b
Exit codes of --run: 0 the code came, 1 another answer came, 2 there is no such code, operation or server."""


@click.group("errors", epilog=_EXAMPLES, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the error codes: status, source, how many operations refuse with them, what they mean."""
    if context.invoked_subcommand is not None:
        return
    rows = error_rows(load(EFFECTIVE_CONTRACT))
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(_line(row))


@command.command("reproduce", epilog=_EXAMPLES)
@click.argument("code")
@click.option("--operation", help="The operationId that is to refuse; else the one that takes the fewest requests.")
@click.option("--curl", "form", flag_value="curl", help="Print a bash script.")
@click.option("--pytest", "form", flag_value="pytest", help="Print a test module.")
@click.option("--run", "is_run", is_flag=True, help="Perform the requests and show the answer.")
@click.option("--url", help="Where --run finds a running server, whose worlds stay as they are; else one is started.")
@control_token_option
def reproduce(
    code: str, operation: str | None, form: str | None, is_run: bool, url: str | None, control_token: str | None
) -> None:
    """Print the shortest sequence of requests that is refused with CODE, by its real cause; or perform it."""
    if is_run and form is not None:
        raise click.UsageError("--run performs the requests, --curl and --pytest print them: choose one")
    if url is not None and not is_run:
        raise click.UsageError("--url says where --run performs the requests: add --run")
    script = _script(code, operation)
    if not is_run:
        click.echo(_WRITERS[form or "text"](script))
        return
    with server_at(url, control_token) as server:
        raise SystemExit(performed(script, server))


def _line(row: Mapping[str, object]) -> str:
    operations = row["operations"]
    count = len(operations) if isinstance(operations, list) else 0
    only = "" if row["enforced"] else " (documented only: nothing here causes it)"
    return f"{row['code']:<30} {row['status']}  {row['source']:<10} {count:>4}  {row['meaning']}{only}"


def _script(code: str, operation: str | None) -> Script:
    contract = load(EFFECTIVE_CONTRACT)
    try:
        if operation is not None:
            return reproduction(contract, operation, code)
        return reproductions_of(contract, code)[0].script
    except NotReproducibleError as error:
        raise ConfigurationError(str(error)) from error
