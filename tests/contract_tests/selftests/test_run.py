"""The table that is printed, and a run that finds an escape."""

import re
from pathlib import Path

import pytest

from contract_tests.selftests import run
from contract_tests.selftests.faults.table import FAULTS
from contract_tests.selftests.run import Shard, run_selftests, table_lines
from contract_tests.selftests.trial import Trial

NAMES = [fault.name for fault in FAULTS[:2]]
CAUGHT = Trial(NAMES[0], "rules::test_once", ("rules::test_once",), 9, 0.1)
ESCAPED = Trial(NAMES[1], None, ("rules::test_other",), 120, 0.2)


def test_the_table_tells_what_caught_a_fault_and_what_escaped() -> None:
    assert [re.split(" {2,}", line) for line in table_lines([CAUGHT, ESCAPED])] == [
        ["fault", "caught by", "requests"],
        [NAMES[0], "rules::test_once", "9"],
        [NAMES[1], "NOTHING: it escaped (but rules::test_other)", "120"],
    ]


@pytest.mark.parametrize(
    ("shards", "fine"),
    [
        ([Shard((CAUGHT,), ()), Shard((CAUGHT,), ())], True),
        ([Shard((CAUGHT,), ()), Shard((ESCAPED,), ())], False),
        ([Shard((CAUGHT,), ("rules::test_once",))], False),
    ],
    ids=["all_caught", "one_escaped", "a_test_that_fails_without_a_fault"],
)
def test_a_run_is_fine_when_every_fault_was_caught_and_nothing_else_failed(
    shards: list[Shard], fine: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_tried", lambda *_: shards)
    tried = [trial.fault for shard in shards for trial in shard.trials]
    assert run_selftests(tried, Path("unread"), 1, lambda _: None) is fine
