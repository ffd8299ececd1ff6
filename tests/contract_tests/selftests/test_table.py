"""The table of faults is in step with the suite that has to catch them."""

import re
from pathlib import Path

from schemathesis.checks import CHECKS, load_all_checks

import contract_tests
from contract_tests.selftests.faults.generated import WITHOUT_A_CASE
from contract_tests.selftests.faults.table import FAULTS, QUICK

PACKAGE = Path(contract_tests.__file__).parent
ISSUE_ASKS_FOR = 40
TESTS = frozenset(
    f"{folder}::{name}"
    for folder in ("rules", "journeys", "properties")
    for file in (PACKAGE / folder).glob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
)


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > ISSUE_ASKS_FOR


def test_every_test_that_has_to_catch_a_fault_exists() -> None:
    keys = {key for fault in FAULTS for key in (*fault.caught_by, *fault.runs)}
    tests = {key.partition("[")[0] for key in keys if re.match(r"(rules|journeys|properties)::test_", key)}
    assert tests - TESTS == set()


def test_every_fault_is_awaited_from_the_tests_the_generator_or_the_second_opinion() -> None:
    for fault in FAULTS:
        assert fault.caught_by
        assert all(key.startswith(("rules::", "journeys::", "properties::", "contract::")) for key in fault.caught_by)
        assert not any(key.startswith("contract::") for key in fault.selection), f"{fault.name}: what is run for it?"


def test_the_faults_for_a_quick_run_are_in_the_table() -> None:
    assert {fault.name for fault in FAULTS} > QUICK


def test_every_check_of_the_generator_is_proved_to_fire_or_said_to_have_nothing_to_judge() -> None:
    load_all_checks()
    checks = set(CHECKS.get_all_names()) - WITHOUT_A_CASE.keys()
    awaited = {part for fault in FAULTS for key in fault.caught_by for part in key.split("::")}
    assert checks - awaited == set()
