"""Tries every fault of the table, and says which escaped."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contract_tests.contract import read_contract
from contract_tests.credentials import PREFIX
from contract_tests.launcher import launched
from contract_tests.selftests.fault_layer import FaultLayer, fault_layer
from contract_tests.selftests.faults.table import FAULTS
from contract_tests.selftests.trial import Trial, failures_without_fault, try_fault
from contract_tests.selftests.upstream import Upstream

Say = Callable[[str], None]
_SHARD = 8
_SEED = "1"


@dataclass(frozen=True, slots=True)
class Shard:
    """The trials of some faults on one server, and what failed on it while nothing was broken."""

    trials: tuple[Trial, ...]
    unprovoked: tuple[str, ...]


def run_selftests(names: Sequence[str], contract: Path, processes: int, say: Say) -> bool:
    """Tries the named faults, says the table, and tells whether all were caught."""
    started = time.monotonic()
    shards = list(_tried(names, contract, processes))
    trials = {trial.fault: trial for shard in shards for trial in shard.trials}
    for line in table_lines([trials[name] for name in names]):
        say(line)
    unprovoked = sorted({key for shard in shards for key in shard.unprovoked})
    for key in unprovoked:
        say(f"fails although nothing is broken: {key}")
    escaped = [trial for trial in trials.values() if trial.caught_by is None]
    say(f"{len(trials) - len(escaped)} of {len(trials)} faults caught, in {time.monotonic() - started:.0f} s")
    return not escaped and not unprovoked


def table_lines(trials: Sequence[Trial]) -> Iterator[str]:
    """Fault, what caught it, and how many requests that took."""
    rows = [("fault", "caught by", "requests")]
    rows += [(trial.fault, trial.caught_by or _escape(trial), str(trial.requests)) for trial in trials]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for fault, caught_by, requests in rows:
        yield f"{fault:{widths[0]}}  {caught_by:{widths[1]}}  {requests:>8}"


def _escape(trial: Trial) -> str:
    others = f" (but {', '.join(trial.failures[:3])})" if trial.failures else ""
    return f"NOTHING: it escaped{others}"


def _tried(names: Sequence[str], contract: Path, processes: int) -> Iterator[Shard]:
    count = max(processes, -(-len(names) // _SHARD))
    shards = [list(names[first::count]) for first in range(min(count, len(names)))]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_try_shard, shard, contract) for shard in shards]):
            yield future.result()


def _try_shard(names: Sequence[str], contract: Path) -> Shard:
    _forget_credentials()
    chosen = [fault for fault in FAULTS if fault.name in names]
    with _layer(contract) as layer:
        unprovoked = failures_without_fault(layer, [key for fault in chosen for key in fault.selection], contract)
        return Shard(tuple(try_fault(layer, fault, contract) for fault in chosen), unprovoked)


@contextmanager
def _layer(contract: Path) -> Iterator[FaultLayer]:
    with launched("--seed", _SEED) as url, fault_layer(Upstream(url, read_contract(contract))) as layer:
        yield layer


def _forget_credentials() -> None:
    """Those of another server would be taken for the mock's, and its settings for ours."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
