"""`dolfin-mock journal`."""

import json
from collections.abc import Iterator
from typing import Any

import click

from mock_server.cli.capsule import reproduce
from mock_server.cli.options import with_options
from mock_server.cli.remote import Remote, world_options
from mock_server.cli.server_events import ServerEvent, read_events
from mock_server.json_names import camel_case

_EXAMPLES = """\b
Examples:
  dolfin-mock journal                            the latest requests, newest first
  dolfin-mock journal list --status 4xx --operation exchangeAuthCode
  dolfin-mock journal list --follow              requests as they come
  dolfin-mock journal show 12                    one request and its answer, whole
  dolfin-mock journal why 12                     why it was answered so
  dolfin-mock journal reproduce 12 --curl        what led to it, for another server
  dolfin-mock journal clear"""

_FILTERS = (
    click.option("--operation", help="An operationId."),
    click.option("--method", help="For example POST."),
    click.option("--path", help="Any part of the path."),
    click.option("--status", help="For example 404, or 4xx."),
    click.option("--error-code", help="For example Mock.InvalidState."),
    click.option("--principal", help="The email or id of a user, the id of a client, or anonymous."),
    click.option("--organisation", help="The id of the selected organisation."),
    click.option("--fidelity", type=click.Choice(["rules", "state", "sample"])),
    click.option("--changed/--unchanged", default=None, help="Requests that changed the world, or did not."),
    click.option("--since", help="A time on the world's clock."),
    click.option("--until", help="A time on the world's clock."),
    click.option("--after-id", type=click.IntRange(0), help="Entries that came later than this one."),
)


@click.group("journal", invoke_without_command=True, epilog=_EXAMPLES)
@world_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Show what a world of a running server was asked and answered."""
    context.obj = remote
    if context.invoked_subcommand is None:
        context.invoke(list_journal)


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="For programs; with --follow one line for each.")
@click.option("--follow", is_flag=True, help="Print requests as they come, until Ctrl-C.")
@with_options(*_FILTERS)
@click.pass_obj
def list_journal(remote: Remote, /, limit: int, as_json: bool, follow: bool, **filters: object) -> None:
    """The latest requests, newest first."""
    query = {camel_case(name): _written(value) for name, value in filters.items() if value is not None}
    if follow:
        _follow(remote, query, as_json=as_json)
        return
    listed = remote.ask("GET", "/journal", query={**query, "limit": str(limit)})
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for entry in listed["entries"]:
        click.echo(_line(entry))
    if listed["next"] is not None:
        click.echo("(there are more: narrow them down, or raise --limit)", err=True)


@command.command("show")
@click.argument("entry_id", metavar="ID", type=click.IntRange(1))
@click.pass_obj
def show(remote: Remote, entry_id: int) -> None:
    """The request ID and its answer as JSON; credentials are masked."""
    click.echo(json.dumps(remote.ask("GET", f"/journal/{entry_id}"), indent=2, ensure_ascii=False))


@command.command("why")
@click.argument("entry_id", metavar="ID", type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def explain(remote: Remote, entry_id: int, as_json: bool) -> None:
    """Why the request ID was answered as it was."""
    path = f"/journal/{entry_id}/why"
    if as_json:
        click.echo(json.dumps(remote.ask("GET", path), indent=2, ensure_ascii=False))
        return
    click.echo(remote.send("GET", path, None, "text/plain", query={"as": "text"}).decode(), nl=False)


command.add_command(reproduce)


@command.command("clear")
@click.pass_obj
def clear(remote: Remote) -> None:
    """Forget all entries."""
    remote.ask("DELETE", "/journal")


def _follow(remote: Remote, query: dict[str, str], *, as_json: bool) -> None:
    try:
        for event in read_events(remote.lines("/journal/follow", query)):
            told = _told(event, as_json=as_json)
            if told:
                click.echo(told)
    except KeyboardInterrupt:
        return


def _told(event: ServerEvent, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"event": event.name, **event.data}, ensure_ascii=False)
    if event.name == "entry":
        return _line(event.data)
    return f"({', '.join([event.name, *_pairs(event.data)])})"


def _pairs(data: dict[str, Any]) -> Iterator[str]:
    return (f"{name} {value}" for name, value in data.items())


def _line(entry: dict[str, Any]) -> str:
    told = (
        f"#{entry['id']}",
        entry["time"],
        entry["method"],
        entry["path"] + (f"?{entry['query']}" if entry.get("query") else ""),
        str(entry["status"] or "closed"),
        entry["errorCode"] or "",
        "forced" if entry.get("forced") else "",
        f"fault {entry['fault']}" if entry.get("fault") else "",
        _who(entry["principal"]),
        f"{entry['durationMs']:.1f} ms",
    )
    return "  ".join(filter(None, told))


def _who(principal: dict[str, Any]) -> str:
    user, client = principal.get("user"), principal.get("client")
    if user:
        return str(user["email"] or user["id"])
    return str(client["name"] or client["id"]) if client else "anonymous"


def _written(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
