"""What a request costs with 1,000 worlds alive, as a ratio to one. `python -m benchmarks.worlds_alive [rounds]`."""

import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.filled import add_worlds
from benchmarks.in_process import API_KEY, Ask, compared, seconds_of
from benchmarks.table import Row, tell
from mock_server.bootstrap import bootstrap
from mock_server.config import Settings

_WORLDS = 1_000
_REPEATS = 500
_ROUNDS = 60
_MOST = 1.05


def rows(rounds: int = _ROUNDS) -> Iterator[Row]:
    alone, crowded = (bootstrap(Settings(max_worlds=_WORLDS)) for _ in range(2))
    add_worlds(alone, 1)
    add_worlds(crowded, _WORLDS)
    last = [Ask("GET", "/industries", headers=(API_KEY, (b"x-mock-world", b"w-0")))] * _REPEATS
    many, one = (partial(seconds_of, server.application, last) for server in (crowded, alone))
    ratio = compared(many, one, rounds)
    yield Row(f"a request with {_WORLDS} worlds alive, to one", f"{ratio:.3f}", f"at most {_MOST}", ratio <= _MOST)


if __name__ == "__main__":
    tell(rows(*(int(argument) for argument in sys.argv[1:])))
