"""`dolfin-mock contract`."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from mock_server.config import ConfigurationError
from mock_server.contract.built import Built, built
from mock_server.contract.diff.compare import changes
from mock_server.contract.diff.report import as_json, report
from mock_server.contract.errors import ContractError
from mock_server.contract.source import valid_source
from mock_server.contract.update import Update, carry_out, update_of
from mock_server.resources import IS_INSTALLED, OPENAPI_FOLDER

_FINDINGS_EXIT = 1
_EXAMPLES = """\b
Examples:
  dolfin-mock contract diff openapi.json https://docs.example/openapi.json
  dolfin-mock contract update newer.json --dry-run          what would change
  dolfin-mock contract update newer.json --into contract    a contract folder of your own
  dolfin-mock serve --contract contract                     and a server of it

\b
Exit codes: 0 fine, 1 findings (diff: breaking changes), 2 a document or file that cannot be used."""


@click.group("contract", epilog=_EXAMPLES)
def command() -> None:
    """Build the contract, compare documents, take a newer one."""


@command.command("build")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def build(folder: Path | None) -> None:
    """Write openapi.json (while it is the reconstructed one) and effective.json.

    With FOLDER in a contract folder of your own, after a change of its overlays.
    """
    for path, text in _built(folder).texts.items():
        changed = _differs(path, text)
        if changed:
            path.write_text(text, encoding="utf-8")
        click.echo(f"{'written' if changed else 'unchanged'}: {path.name}")


@command.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="An action of an overlay that does not fit is a finding too.")
def check(folder: Path | None, strict: bool) -> None:
    """Exit 1 when a generated file is not what its sources make."""
    made = _built(folder)
    stale = [path.name for path, text in made.texts.items() if _differs(path, text)]
    if stale:
        command_line = f"dolfin-mock contract build{f' {folder}' if folder else ''}"
        click.echo(f"out of date: {', '.join(stale)}; run {command_line}", err=True)
    if stale or (strict and made.warnings):
        raise SystemExit(_FINDINGS_EXIT)
    click.echo("the contract is up to date")


@command.command("diff")
@click.argument("older", metavar="A")
@click.argument("newer", metavar="B")
@click.option("--json", "is_json", is_flag=True, help="A list of objects, for programs.")
def diff(older: str, newer: str, is_json: bool) -> None:
    """What changed for callers from document A to document B; exit 1 when a change is breaking.

    Each is an OpenAPI 3.1 document: a file or an address, JSON or YAML.
    """
    try:
        found = changes(valid_source(older).document, valid_source(newer).document)
    except ContractError as error:
        raise ConfigurationError(str(error)) from error
    click.echo(json.dumps(as_json(found), indent=2, ensure_ascii=False) if is_json else report(found))
    if any(change.breaking for change in found):
        raise SystemExit(_FINDINGS_EXIT)


@command.command("update")
@click.argument("place", metavar="FILE|URL")
@click.option(
    "--into", type=click.Path(path_type=Path), help="A contract folder of your own; made where it is missing."
)
@click.option("--dry-run", is_flag=True, help="Tell what would change, and write nothing.")
@click.option("--fail-on-breaking", is_flag=True, help="Exit 1 when a change is breaking; it is taken all the same.")
def update(place: str, into: Path | None, dry_run: bool, fail_on_breaking: bool) -> None:
    """Take a newer official document in place of the present one, and tell what changed.

    Nothing is written when the document is not valid.
    """
    if into is None and IS_INSTALLED and not dry_run:
        raise ConfigurationError("the contract of an installed program is not written: name a folder with --into DIR")
    try:
        found = update_of(place, into or OPENAPI_FOLDER, OPENAPI_FOLDER)
        if not dry_run:
            carry_out(found, OPENAPI_FOLDER)
    except ContractError as error:
        raise ConfigurationError(str(error)) from error
    for line in _told(found, dry_run=dry_run):
        click.echo(line)
    if fail_on_breaking and any(change.breaking for change in found.changes):
        raise SystemExit(_FINDINGS_EXIT)


def _told(found: Update, *, dry_run: bool) -> Iterator[str]:
    yield report(found.changes)
    yield ""
    if found.built.warnings:
        yield f"Actions of overlays that do not fit and are left out: {len(found.built.warnings)}"
        yield from (f"  {warning}" for warning in found.built.warnings)
        yield ""
    yield from (f"note: {note}" for note in found.notes)
    for path in found.built.texts:
        yield f"{'not written (--dry-run)' if dry_run else 'written'}: {path}"
    if found.folder != OPENAPI_FOLDER and not dry_run:
        yield f"serve it: dolfin-mock serve --contract {found.folder}"


def _built(folder: Path | None) -> Built:
    """What the files should say; what does not fit is told at once."""
    try:
        made = built(folder or OPENAPI_FOLDER, OPENAPI_FOLDER)
    except ContractError as error:
        raise ConfigurationError(str(error)) from error
    for warning in made.warnings:
        click.echo(f"warning: {warning}; left out", err=True)
    return made


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
