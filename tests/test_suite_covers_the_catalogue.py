"""Every refusal that the server can give is produced by a rule test of the suite, and no test names another."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import contract_tests.journeys
import contract_tests.properties
import contract_tests.rules
from contract_tests.contract import Contract, read_contract
from contract_tests.plugin import MARKERS
from mock_server.catalogue import CATALOGUE
from mock_server.resources import EFFECTIVE_CONTRACT

CONTRACT: Contract = read_contract(EFFECTIVE_CONTRACT)
ENFORCED = {row.code for row in CATALOGUE if row.enforced}


def modules_in(*packages: ModuleType) -> Iterator[ModuleType]:
    for package in packages:
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2].startswith("test_"):
                yield importlib.import_module(found.name)


def each_test(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if name.startswith("test_") and callable(value):
            yield f"{module.__name__}::{name}", value


def marks_of(module: ModuleType, test: Any) -> Iterator[Any]:
    """The marks of a test: its own, its module's, and those of its parameters, also of those read from the contract."""
    cases = getattr(module, "CASES", {}).get(test.__name__, lambda _: [])
    yield from (getattr(m, "mark", m) for row in cases(CONTRACT) for m in row.marks)
    own = getattr(module, "pytestmark", [])
    for mark in [*getattr(test, "pytestmark", []), *(own if isinstance(own, list) else [own])]:
        yield getattr(mark, "mark", mark)
        if mark.name == "parametrize":
            yield from (m.mark if hasattr(m, "mark") else m for row in mark.args[1] for m in getattr(row, "marks", ()))


MODULES = list(modules_in(contract_tests.rules, contract_tests.journeys, contract_tests.properties))
RULES = list(modules_in(contract_tests.rules))
TESTS = {name: (module, test) for module in MODULES for name, test in each_test(module)}
MARKED = {
    name: {mark.args for mark in marks_of(module, test) if mark.name == "error_code"}
    for name, (module, test) in TESTS.items()
}
TESTED = {pair for module in RULES for name, _ in each_test(module) for pair in MARKED[name]}
REFUSALS = sorted(
    (code.name, operation.id)
    for operation in CONTRACT.operations.values()
    for code in operation.codes
    if code.name in ENFORCED
)


def test_there_are_refusals_and_tests() -> None:
    assert len(REFUSALS) > 700
    assert len(TESTS) > 100


@pytest.mark.parametrize(("code", "operation"), REFUSALS, ids=lambda value: value)
def test_every_refusal_of_an_operation_is_produced_by_a_rule_test(code: str, operation: str) -> None:
    assert (code, operation) in TESTED


@pytest.mark.parametrize("name", [name for name, pairs in MARKED.items() if pairs])
def test_a_test_names_refusals_that_the_contract_documents(name: str) -> None:
    assert MARKED[name] <= set(REFUSALS)


@pytest.mark.parametrize("name", TESTS)
def test_a_test_says_what_it_is_about(name: str) -> None:
    """By an error code or by operations: `--only` finds it by them."""
    module, test = TESTS[name]
    named = [mark for mark in marks_of(module, test) if mark.name in ("about", "error_code")]
    assert named
    assert {
        operation for mark in named if mark.name == "about" for operation in mark.args
    } <= CONTRACT.operations.keys()


def test_every_mark_is_one_that_the_suite_knows() -> None:
    known = {marker.partition("(")[0] for marker in MARKERS} | {"parametrize"}
    used = {mark.name for module, test in TESTS.values() for mark in marks_of(module, test)}
    assert used <= known
