"""The refusals of a contract that can be had on demand, each with the shortest script that leads to it."""

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from mock_server.catalogue import CODES, ENFORCED, OUTSIDE_THE_CONTRACT
from mock_server.contract.alike import did_you_mean
from mock_server.contract.document import Contract, DocumentedCode, Operation
from mock_server.reproductions import recipes
from mock_server.reproductions.generic import generic_recipe
from mock_server.reproductions.recipe import LOGIN_OPERATIONS, USERS, Ask, Recipe, script_of
from mock_server.reproductions.script import Expected, Script


class NotReproducibleError(LookupError):
    """There is no script for what was asked; one line for the user that says why."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How an operation comes to refuse with a code."""

    operation: Operation
    code: str
    script: Script


def enforced_refusals(contract: Contract) -> Iterator[tuple[Operation, DocumentedCode]]:
    """Every operation with each code that it documents and that something here can cause."""
    for operation in contract.operations.values():
        yield from ((operation, row) for row in operation.error_codes if row.code in ENFORCED)


def reproduction(contract: Contract, operation_id: str, code: str) -> Script:
    """The shortest script for a refusal. Raises NotReproducibleError."""
    _require_enforced(code)
    operation = contract.operations.get(operation_id)
    if operation is None:
        raise NotReproducibleError(f"there is no operation {operation_id}{_like(operation_id, contract.operations)}")
    row = next((row for row in operation.error_codes if row.code == code), None)
    if row is None:
        raise NotReproducibleError(f"{operation_id} does not document {code}: {_instead(contract, code)}")
    script = _script(contract, operation, row)
    if script is None:
        raise NotReproducibleError(f"nothing is known that leads to {code} of {operation_id} in this contract")
    return script


def reproductions_of(contract: Contract, code: str) -> tuple[Reproduction, ...]:
    """The scripts for a code, of every operation that documents it, the shortest first. Raises NotReproducibleError."""
    _require_enforced(code)
    refusals = [(operation, row) for operation, row in enforced_refusals(contract) if row.code == code]
    scripts = ((operation, _script(contract, operation, row)) for operation, row in refusals)
    known = [Reproduction(operation, code, script) for operation, script in scripts if script is not None]
    if not known:
        raise NotReproducibleError(f"no operation of this contract refuses with {code}")
    return tuple(sorted(known, key=lambda each: len(each.script.steps)))


@cache
def area_recipes() -> Mapping[tuple[str, str], Recipe]:
    """The recipes that are particular to an operation, by operationId and code."""
    modules = (import_module(f"{recipes.__name__}.{module.name}") for module in pkgutil.iter_modules(recipes.__path__))
    return {key: recipe for module in modules for key, recipe in getattr(module, "RECIPES", {}).items()}


def _script(contract: Contract, operation: Operation, row: DocumentedCode) -> Script | None:
    candidates = (area_recipes().get((operation.id, row.code)), generic_recipe(contract, operation, row.code))
    recipe = next((each for each in candidates if each is not None and _is_possible(contract, each)), None)
    if recipe is None:
        return None
    return script_of(contract, f"{row.code} of {operation.id}: {row.when}", recipe, Expected(row.status, row.code))


def _is_possible(contract: Contract, recipe: Recipe) -> bool:
    """Whether the contract has every operation that is called: it may be another than that of the recipes."""
    asks = [part for part in recipe if isinstance(part, Ask)]
    logins = LOGIN_OPERATIONS if any(ask.caller in USERS for ask in asks) else ()
    return all(operation_id in contract.operations for operation_id in (*logins, *(ask.operation for ask in asks)))


def _require_enforced(code: str) -> None:
    if code not in CODES:
        raise NotReproducibleError(f"there is no error code {code}{_like(code, CODES)}")
    if code in {row.code for row in OUTSIDE_THE_CONTRACT}:
        raise NotReproducibleError(f"{code} belongs to the server: no operation of the contract refuses with it")
    if code not in ENFORCED:
        raise NotReproducibleError(f"{code} is documented only: nothing here causes it")


def _like(name: str, names: Mapping[str, object]) -> str:
    meant = did_you_mean(name, names)
    return f": {meant}" if meant else ""


def _instead(contract: Contract, code: str) -> str:
    named = [operation.id for operation, row in enforced_refusals(contract) if row.code == code]
    return f"take one of {', '.join(named)}" if named else "no operation does"
