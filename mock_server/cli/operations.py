"""`dolfin-mock operations`."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mock_server.bootstrap import behaviours_of
from mock_server.config import ConfigurationError
from mock_server.contract.document import Contract, load
from mock_server.contract.errors import ContractError
from mock_server.contract.given import given_contract
from mock_server.resources import EFFECTIVE_CONTRACT, OPENAPI_FOLDER

_COLUMNS = ("method", "path", "operationId", "fidelity", "confidence")
_PUBLISHED, _GIVEN = "published", "given"


@click.command("operations")
@click.option("--contract", "file", help="List those of another OpenAPI 3.1 document, as `serve --contract` takes it.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
def command(file: str | None, as_json: bool) -> None:
    """List the operations, and how faithful the mock is to each.

    \b
    rules   documented rules are enforced
    state   real state, inferred from the contract
    sample  a value made from the schema, with the reason
    """
    rows = operation_rows(_contract(file), vendored=file is None)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for line in _table(rows):
        click.echo(line)


def operation_rows(contract: Contract, *, vendored: bool = True) -> list[dict[str, str]]:
    """One row for each operation, in the order of the contract. `reason` says why a sample is one.

    The confidence is `published` or `given` where the contract, vendored or the user's own, tells none.
    """
    behaviours = behaviours_of(contract, vendored=vendored)
    unstated = _PUBLISHED if vendored else _GIVEN
    return [
        {
            "method": operation.method,
            "path": operation.path,
            "operationId": operation.id,
            "tag": operation.tag,
            "fidelity": behaviours[operation.id].fidelity.value,
            "confidence": operation.confidence or unstated,
            **({"reason": reason} if (reason := behaviours[operation.id].reason) else {}),
        }
        for operation in contract.operations.values()
    ]


def _contract(file: str | None) -> Contract:
    try:
        return load(EFFECTIVE_CONTRACT) if file is None else given_contract(Path(file), OPENAPI_FOLDER)[0]
    except ContractError as error:
        raise ConfigurationError(str(error)) from error


def _table(rows: Sequence[dict[str, str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in _COLUMNS]
    lines = ["  ".join(row[c].ljust(w) for c, w in zip(_COLUMNS, widths, strict=True)).rstrip() for row in rows]
    counted = Counter(row["fidelity"] for row in rows)
    total = ", ".join(f"{counted[fidelity]} {fidelity}" for fidelity in ("rules", "state", "sample"))
    return [*lines, "", f"{len(rows)} operations: {total}", *_reasons(rows)]


def _reasons(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Why samples are samples, each reason once with the operations that it is of."""
    named: dict[str, list[str]] = {}
    for row in rows:
        if "reason" in row:
            named.setdefault(row["reason"], []).append(row["operationId"])
    return (f"sample: {', '.join(operations)}: {reason}" for reason, operations in named.items())
