"""`dolfin-mock verify`: the contract suite against this mock or a running server."""

import re
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from mock_server.config import ConfigurationError
from mock_server.resources import EFFECTIVE_CONTRACT

_EXTRA = ("harfile", "hypothesis", "jinja2", "pytest", "requests", "schemathesis")
_PER = {"s": 1.0, "m": 60.0, "h": 3600.0}
_EXAMPLES = """\b
Examples:
  dolfin-mock verify                                   the suite against a mock it starts itself
  dolfin-mock verify --target https://staging.example --plan
                                                       what would be sent; sends nothing
  DOLFIN_API_KEY=... dolfin-mock verify --target https://staging.example
                                                       read-only, the login aside
  dolfin-mock verify --only Handoff.NoOrgAccess        one error code, operation or tag

\b
Credentials come from the environment (or --config): DOLFIN_API_KEY, and optionally DOLFIN_CLIENT_ID,
DOLFIN_SECOND_API_KEY, DOLFIN_PORTAL_USER_ID, DOLFIN_USER_ID, DOLFIN_ORGANISATION_ID, DOLFIN_SESSION_TOKEN.

\b
Exit codes: 0 clean, 1 findings, 2 nothing tested or usage."""


def _rate(context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    """`5/s`, `100/m` or `1000/h`, as requests a second."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)/([smh])", value)
    if match is None or float(match[1]) == 0:
        raise click.BadParameter("give a rate such as 5/s, 100/m or 1000/h", context, option)
    return float(match[1]) / _PER[match[2]]


@click.command("verify", epilog=_EXAMPLES)
@click.option("--target", default="mock", show_default=True, help="`mock`, or the URL of a running server.")
@click.option("--allow-writes", is_flag=True, help="Lets requests change state on a running server.")
@click.option("--allow-outreach", is_flag=True, help="Lets operations send e-mail, move money or call other services.")
@click.option("--plan", is_flag=True, help="Lists what would be sent, and sends nothing.")
@click.option("--only", metavar="TAG|OPERATION|ERROR_CODE", help="Tests that tag, operation or code alone.")
@click.option("--rate", metavar="N/s", callback=_rate, help="The most requests in a time, for example 5/s.")
@click.option("--max-requests", type=click.IntRange(1), help="Ends the run after as many requests.")
@click.option("--max-time", type=click.FloatRange(0, min_open=True), help="Ends the run after as many seconds.")
@click.option("--max-examples", type=click.IntRange(1), help="Generated requests an operation and phase; 15.")
@click.option("--seed", type=click.IntRange(0), help="Repeats the generated requests of an earlier run.")
@click.option("--report-dir", type=click.Path(path_type=Path), help="Folder of the reports; dolfin-mock-report.")
@click.option("--divergences", type=click.Path(path_type=Path), help="YAML file of known differences.")
@click.option("--capability", multiple=True, help="Something the target can do that cannot be seen (repeatable).")
@click.option("--probe-methods", is_flag=True, help="Tries methods that the contract does not declare.")
@click.option("--fail-on-assumed", is_flag=True, help="Fails on expectations that are only assumed.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="The least coverage in percent.")
@click.option("--replay", metavar="ID", help="Sends one request of the last report again.")
@click.option("--config", type=click.Path(path_type=Path), help="YAML file of these options and the credentials.")
@click.pass_context
def command(context: click.Context, /, config: Path | None, **given: Any) -> None:
    """Run the contract suite against this mock or a running server."""
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise ConfigurationError("verify needs its extra: pip install 'dolfin-mock[contract]'")
    run = import_module("contract_tests.run")
    errors = import_module("contract_tests.errors")
    try:
        options = _options(context, config, given)
        code = run.run(options, click.echo, _progress())
    except errors.CANNOT_RUN as error:
        raise ConfigurationError(str(error)) from error
    raise SystemExit(code)


def _options(context: click.Context, config: Path | None, given: Mapping[str, Any]) -> Any:
    """The run's options; the command line goes before the file."""
    options = import_module("contract_tests.options")
    values, credentials = _from_file(context, config)
    values |= {name: value for name, value in given.items() if _was_given(context, name) or name not in values}
    capabilities = frozenset(values.pop("capability"))
    chosen = {name: value for name, value in values.items() if value is not None}
    _require_address(chosen["target"])
    _require_known_capabilities(capabilities)
    return options.RunOptions(contract=EFFECTIVE_CONTRACT, credentials=credentials, capabilities=capabilities, **chosen)


def _from_file(context: click.Context, config: Path | None) -> tuple[dict[str, Any], Mapping[str, str]]:
    if config is None:
        return {}, {}
    reader = import_module("contract_tests.config_file")
    parameters = {p.name.replace("_", "-"): p for p in context.command.params if p.name and p.name != "config"}
    values = dict(reader.read_config(config, frozenset(parameters)))
    credentials = values.pop(reader.CREDENTIALS, {})
    try:
        converted = {
            name.replace("-", "_"): parameters[name].process_value(context, value) for name, value in values.items()
        }
    except click.BadParameter as error:
        raise ConfigurationError(f"{config}: {error.format_message()}") from error
    return converted, credentials


def _was_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not ParameterSource.DEFAULT


def _require_address(target: str) -> None:
    """A password in the address would stand in every report."""
    if target == "mock":
        return
    if not re.match(r"https?://[^/]", target):
        raise ConfigurationError("--target takes `mock` or a URL that begins with http:// or https://")
    if re.search(r"[@?#]", target):
        raise ConfigurationError("--target takes an address without user, password, query or fragment")


def _require_known_capabilities(capabilities: frozenset[str]) -> None:
    known = import_module("contract_tests.target").CAPABILITIES
    if not capabilities <= known:
        raise ConfigurationError(f"--capability takes one of {', '.join(sorted(known))}")


def _progress() -> Callable[[str], None]:
    """Shows how far the run is: on one line of a terminal, or a line every few seconds elsewhere."""
    state = {"count": 0, "shown": time.monotonic()}
    terminal = sys.stderr.isatty()
    pause = 0.1 if terminal else 10.0

    def show(what: str) -> None:
        state["count"] += 1
        now = time.monotonic()
        if now - state["shown"] >= pause:
            state["shown"] = now
            line = f"{state['count']:.0f} tests done, now {what}"[:100]
            click.echo(f"\r{line:<100}" if terminal else line, err=True, nl=not terminal)

    return show
