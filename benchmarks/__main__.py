"""All that `make bench` measures, written to results.md. `python -m benchmarks [rounds] [seconds]`; else 5 and 3.

`rounds` are those of comparisons over HTTP, which are at least 5. Memory over a million requests has a command of its
own, `python -m benchmarks.memory 1000000 5000`, which takes some three minutes.
"""

import sys

from benchmarks import cold_start, list_pages, routing, throughput, worlds_alive
from benchmarks.table import tell, write

_LEAST_ROUNDS = 5


def main(rounds: int = 5, seconds: int = 3) -> None:
    rounds = max(rounds, _LEAST_ROUNDS)
    measured = [
        *tell(throughput.rows(rounds, seconds)),
        *tell(cold_start.rows(rounds)),
        *tell(routing.rows()),
        *tell(worlds_alive.rows()),
        *tell(list_pages.rows()),
    ]
    write(measured, f"{rounds} rounds of {seconds} s, 32 connections, one worker")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
