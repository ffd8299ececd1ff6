"""From starting the program to its first good answer, and its size then. `python -m benchmarks.cold_start [rounds]`.

The mock and the bare application are started in turn, each until it has answered. Both have their bytecode, as what
is installed has: each was started before.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import READY
from benchmarks.table import Row, tell

_ROUNDS = 10
_TIMES, _PLUS_SECONDS = 3, 0.150
_MEMORY_TIMES = 3


@dataclass(frozen=True, slots=True)
class Started:
    seconds: float
    megabytes: float


def started(command: list[str], request: urllib.request.Request, environment: Mapping[str, str]) -> Started:
    """`request` names a path alone: the rest of its address is what the program tells."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        url = next(line.removeprefix(READY).strip() for line in process.stdout if line.startswith(READY))
        request.full_url = url + request.selector
        with urllib.request.urlopen(request) as response:
            response.read()
        seconds = time.perf_counter() - begun
        megabytes = resident_megabytes(process.pid)
        process.terminate()
    return Started(seconds, megabytes)


def resident_megabytes(pid: int) -> float:
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(shown.stdout) / 1024


def rows(rounds: int = _ROUNDS) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        answers.write_text('{"answer": {"data": []}}', encoding="utf-8")
        environment = _environment(folder)
        _, *pairs = [(_mock(environment), _bare(answers, environment)) for _ in range(1 + rounds)]
    mock, bare = (statistics.median(one.seconds for one in side) for side in zip(*pairs, strict=True))
    most = _TIMES * bare + _PLUS_SECONDS
    remark = f"bare {bare:.2f} s, so {mock / bare:.1f} times"
    yield Row("cold start, to the first answer", f"{mock:.2f} s", f"at most {most:.2f} s", mock <= most, remark)
    mock, bare = (statistics.median(one.megabytes for one in side) for side in zip(*pairs, strict=True))
    ratio, remark = mock / bare, f"{mock:.0f} MB to {bare:.0f} MB"
    yield Row("resident memory, idle", f"{ratio:.2f}", f"at most {_MEMORY_TIMES}", ratio <= _MEMORY_TIMES, remark)


def _environment(folder: str) -> dict[str, str]:
    """This one's, with the folder for bytecode."""
    others = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**others, "PYTHONPYCACHEPREFIX": folder}


def _mock(environment: Mapping[str, str]) -> Started:
    request = urllib.request.Request("http://mock/industries", headers={"x-dolfin-api-key": "dol_live_abc123"})
    return started([sys.executable, "-m", "mock_server", "serve", "--port", "0"], request, environment)


def _bare(answers: Path, environment: Mapping[str, str]) -> Started:
    request = urllib.request.Request("http://bare/answer", b"{}", {"content-type": "application/json"})
    return started([sys.executable, "-m", "benchmarks.bare", str(answers)], request, environment)


if __name__ == "__main__":
    tell(rows(*(int(argument) for argument in sys.argv[1:])))
