"""What it costs to make a world. `python benchmarks/worlds.py [worlds]`, 1,000 unless given.

Makes worlds of the acme scenario in this process, beside those that are there already, and over HTTP in a started
server, one after the other on one connection; there, a request that does nothing tells what is HTTP's own part. Prints
medians; exits 1 where making one in the process takes a millisecond or more.
"""

import http.client
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from mock_server.bootstrap import bootstrap
from mock_server.config import Settings
from mock_server.scenarios.scenario import load_scenario
from mock_server.scenarios.start import Beginning, JournalLimits, WorldStarter
from mock_server.tokens.jwt_tokens import JwtTokens

_READY = "Listening on "
_DEFAULT_WORLDS = 1_000
_MILLISECOND = 0.001
_CONTROL = "/__mock__/"


def in_process(count: int) -> list[float]:
    server = bootstrap(Settings(max_worlds=count))
    world = server.worlds.default
    scenario = load_scenario("acme", server.contract)
    starter = WorldStarter(world.clock.now, JwtTokens(b"k" * 32), b"k" * 32, JournalLimits())
    start = starter.from_scenario(Beginning(scenario, seed=7))
    return [_timed(partial(server.worlds.create, f"w-{number}", start)) for number in range(count)]


def over_http(count: int) -> tuple[list[float], list[float]]:
    """Seconds to make a world, and to be told that the server is there."""
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", "--max-worlds", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            url = next(line.removeprefix(_READY).strip() for line in process.stdout if line.startswith(_READY))
            connection = http.client.HTTPConnection(url.removeprefix("http://"))
            made = list(_asked(connection, "POST", "worlds", 201, count))
            return made, list(_asked(connection, "GET", "clock", 200, count))
        finally:
            process.terminate()


def _asked(connection: http.client.HTTPConnection, method: str, path: str, status: int, count: int) -> Iterator[float]:
    def ask() -> None:
        connection.request(method, _CONTROL + path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status

    for _ in range(count):
        yield _timed(ask)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(count: int) -> bool:
    """Whether making one in the process takes less than a millisecond."""
    made = in_process(count)
    over, bare = over_http(count)
    median, over_median, bare_median = (statistics.median(seconds) * 1000 for seconds in (made, over, bare))
    sys.stdout.write(
        f"{count} worlds in process: median {median:.3f} ms, slowest {max(made) * 1000:.1f} ms\n"
        f"{count} worlds over HTTP:  median {over_median:.3f} ms; reading the clock takes {bare_median:.3f} ms, "
        f"so the world {over_median - bare_median:.3f} ms\n"
    )
    return statistics.median(made) < _MILLISECOND


if __name__ == "__main__":
    raise SystemExit(not measure(int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT_WORLDS))
