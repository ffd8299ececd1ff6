"""`python -m contract_tests.selftests`: proves that the suite can fail."""

import argparse
import os
import sys
from pathlib import Path

from contract_tests.selftests.faults.table import FAULTS, QUICK
from contract_tests.selftests.run import run_selftests

_CONTRACT = Path(__file__).parents[2] / "openapi" / "effective.json"
_PROCESSES = min(2, os.cpu_count() or 1)


def main() -> int:
    """Exit 0: every fault was caught; 1: one escaped, or a test fails without any; 2: usage."""
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.selftests",
        description="Breaks the mock in one way after another and requires that the suite notices.",
    )
    parser.add_argument("--only", metavar="NAME", help="the faults with this in their name")
    parser.add_argument("--quick", action="store_true", help="a dozen of them")
    parser.add_argument("--contract", type=Path, default=_CONTRACT, help="the effective contract")
    arguments = parser.parse_args()
    names = [fault.name for fault in FAULTS if not arguments.quick or fault.name in QUICK]
    chosen = [name for name in names if arguments.only is None or arguments.only.casefold() in name.casefold()]
    if not chosen:
        parser.error(f"no fault has {arguments.only!r} in its name")
    return 0 if run_selftests(chosen, arguments.contract, _PROCESSES, print) else 1


if __name__ == "__main__":
    sys.exit(main())
