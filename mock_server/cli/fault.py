"""`dolfin-mock fault`."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import click

from mock_server.cli.options import with_options
from mock_server.cli.remote import Remote, world_options
from mock_server.json_value import Json

_SECONDS = re.compile(r"\d+(\.\d+)?")
_EXAMPLES = """\b
Examples:
  dolfin-mock fault add --operation createInvoice --delay 800 --probability 0.2 --count 5
  dolfin-mock fault add --status 503 --for PT10M
  dolfin-mock fault add --operation listInvoices --retry-after 30 --count 1
  dolfin-mock fault add --operation createInvoice --close before --after
  dolfin-mock fault list
  dolfin-mock fault remove f1
  dolfin-mock fault clear"""

_EFFECTS = (
    click.option("--delay", type=float, metavar="MS", help="Wait before the request is handled."),
    click.option("--delay-uniform", type=float, nargs=2, metavar="MIN MAX", help="The same, drawn between two times."),
    click.option("--delay-normal", type=float, nargs=2, metavar="MEAN SD", help="The same, normally distributed."),
    click.option("--delay-exponential", type=float, metavar="MEAN", help="The same, exponentially distributed."),
    click.option("--status", type=int, help="Answer a problem of this status instead."),
    click.option("--retry-after", type=int, metavar="SECONDS", help="Answer 429 with Retry-After instead."),
    click.option("--as-date", is_flag=True, help="With --retry-after: as a date instead of seconds."),
    click.option(
        "--close",
        type=click.Choice(["before", "middle"]),
        help="Close the connection: before the answer, without performing the operation, or in the middle of it.",
    ),
    click.option("--slow", type=int, metavar="BYTES", help="Send the body at so many bytes a second."),
    click.option("--malformed", type=click.Choice(["truncated", "invalid"]), help="Send a body that is no JSON."),
    click.option("--after", is_flag=True, help="With --status, --retry-after, --close before: perform the operation."),
)
_TERMS = (
    click.option(
        "--operation",
        "operations",
        multiple=True,
        metavar="ID",
        help="Its operationId; can be repeated. Every operation by default.",
    ),
    click.option("--probability", type=float, help="Of each request, 0 to 1; 1 by default."),
    click.option("--count", type=int, help="How many requests meet it at most."),
    click.option("--from", "since", metavar="TIME", help="From when on, by the world's clock."),
    click.option("--until", metavar="TIME", help="Until when, by the world's clock."),
    click.option("--for", "lasting", metavar="STEP", help="Instead: for how long, in seconds or as PT10M."),
    click.option("--seed", type=int, help="Of what it draws; derived from the world's seed by default."),
)


@click.group("fault", epilog=_EXAMPLES)
@world_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Make things go wrong in a world of a running server."""
    context.obj = remote


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def list_faults(remote: Remote, as_json: bool) -> None:
    """The faults, oldest first, and how many requests met each."""
    listed = remote.ask("GET", "/faults")
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for fault in listed["faults"]:
        click.echo(_line(fault))


@command.command("add")
@with_options(*_TERMS, *_EFFECTS)
@click.pass_obj
def add(remote: Remote, /, **values: Any) -> None:
    """Add a fault, with one effect, and print it."""
    click.echo(_line(remote.ask("POST", "/faults", _asked(values))))


@command.command("remove")
@click.argument("fault_id", metavar="ID")
@click.pass_obj
def remove(remote: Remote, fault_id: str) -> None:
    """Remove the fault ID."""
    remote.ask("DELETE", f"/faults/{quote(fault_id, safe='')}")


@command.command("clear")
@click.pass_obj
def clear(remote: Remote) -> None:
    """Remove all faults."""
    click.echo(f"{remote.ask('DELETE', '/faults')['removed']} removed")


def _asked(values: Mapping[str, Any]) -> dict[str, Json]:
    """The body that says the same as the options. What cannot be is for the server to refuse."""
    lasting = values["lasting"]
    if values["as_date"] and values["retry_after"] is None:
        raise click.UsageError("--as-date goes with --retry-after.")
    delays = [delay for delay in _delays(values) if delay]
    if len(delays) > 1:
        raise click.UsageError("Give one delay: fixed or drawn.")
    asked: dict[str, Json] = {
        "operations": list(values["operations"]) or None,
        "probability": values["probability"],
        "count": values["count"],
        "from": values["since"],
        "until": values["until"],
        "for": float(lasting) if lasting and _SECONDS.fullmatch(lasting) else lasting,
        "seed": values["seed"],
        "delay": delays[0] if delays else None,
        "status": values["status"],
        "tooManyRequests": _too_many(values),
        "close": values["close"],
        "bytesPerSecond": values["slow"],
        "malformed": values["malformed"],
        "after": values["after"] or None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _delays(values: Mapping[str, Any]) -> tuple[dict[str, Json], ...]:
    fixed, uniform = values["delay"], values["delay_uniform"]
    normal, exponential = values["delay_normal"], values["delay_exponential"]
    return (
        {} if fixed is None else {"ms": fixed},
        {} if not uniform else {"uniform": {"min": uniform[0], "max": uniform[1]}},
        {} if not normal else {"normal": {"mean": normal[0], "sd": normal[1]}},
        {} if exponential is None else {"exponential": {"mean": exponential}},
    )


def _too_many(values: Mapping[str, Any]) -> Json:
    if values["retry_after"] is None:
        return None
    return {"retryAfter": values["retry_after"], "as": "date" if values["as_date"] else "seconds"}


def _line(fault: Mapping[str, Any]) -> str:
    """One line: id, effect, where, when, how often."""
    terms = [", ".join(fault["operations"]) or "every operation"]
    if fault["probability"] < 1:
        terms.append(f"probability {fault['probability']:g}")
    terms += [f"{name} {fault[name]}" for name in ("from", "until") if name in fault]
    most = f" of at most {fault['count']}" if "count" in fault else ""
    return f"{fault['id']:<5} {fault['effect']}; {'; '.join(terms)}; met {fault['met']}{most}"
