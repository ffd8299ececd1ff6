"""`dolfin-mock coverage`."""

import json
from pathlib import Path
from typing import Any

import click

from mock_server.cli.files import write_file
from mock_server.cli.remote import Remote, world_options

_EXAMPLES = """\b
Examples:
  dolfin-mock coverage                                what the default world's callers exercised
  dolfin-mock coverage --all-worlds --called --threshold 80
  dolfin-mock coverage --all-worlds --junit coverage.xml
  dolfin-mock coverage --all-worlds --forget          begin counting anew

\b
Exit codes: 0 fine, 1 below the threshold, 2 usage or no server."""


@click.command("coverage", epilog=_EXAMPLES)
@click.option("--threshold", type=click.FloatRange(0, 100), help="The percentage that is wanted.")
@click.option("--called", is_flag=True, help="Only operations that were called count.")
@click.option("--all-worlds", is_flag=True, help="Of all worlds that the server has had, not of one.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write a JUnit file for CI.")
@click.option("--forget", is_flag=True, help="Begin counting anew, after the report.")
@world_options
def command(
    threshold: float | None,
    called: bool,
    all_worlds: bool,
    as_json: bool,
    junit: Path | None,
    forget: bool,
    remote: Remote,
) -> None:
    """Show which documented outcomes of which operations a client was answered: status by error code."""
    if all_worlds and remote.world is not None:
        raise click.UsageError("--all-worlds counts every world, --world one: choose one")
    scope = {"scope": "server" if all_worlds else "world"}
    query = {**scope, "of": "called" if called else "all"}
    query |= {} if threshold is None else {"threshold": f"{threshold:g}"}
    if junit is not None:
        _write(junit, remote, query)
    report = remote.ask("GET", "/coverage", query=query)
    if forget:
        remote.ask("DELETE", "/coverage", query=scope)
    click.echo(json.dumps(report, indent=2) if as_json else _told(report))
    if not report["reached"]:
        click.echo(f"dolfin-mock: {report['percent']} % is below the threshold of {threshold:g} %", err=True)
        raise SystemExit(1)


def _write(file: Path, remote: Remote, query: dict[str, str]) -> None:
    write_file(file, remote.send("GET", "/coverage", None, "application/json", query={**query, "as": "junit"}))


def _told(report: dict[str, Any]) -> str:
    lines = [
        _line(each) for each in report["byOperation"] if any(o["exercised"] or o["askedFor"] for o in each["outcomes"])
    ]
    outcomes, operations = report["outcomes"], report["operations"]
    lines.append(
        f"{report['percent']} %: {outcomes['exercised']} of {outcomes['documented']} documented outcomes, "
        f"{operations['called']} of {operations['documented']} operations called"
    )
    return "\n".join(lines)


def _line(operation: dict[str, Any]) -> str:
    missing = [_name(each) for each in operation["outcomes"] if each["counts"] and not each["exercised"]]
    without = f"  without {', '.join(missing)}" if missing else ""
    return f"{operation['operationId']:<28} {operation['percent']:>6} %{without}"


def _name(outcome: dict[str, Any]) -> str:
    return str(outcome["errorCode"] or outcome["status"])
