"""How long from starting the program to its first good answer. `python benchmarks/cold_start.py [rounds]`."""

import statistics
import subprocess
import sys
import time
import urllib.request

_READY = "Listening on "
_DEFAULT_ROUNDS = 10


def first_answer_seconds() -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = next(line.removeprefix(_READY).strip() for line in process.stdout if line.startswith(_READY))
        request = urllib.request.Request(f"{url}/industries", headers={"x-dolfin-api-key": "dol_live_abc123"})
        with urllib.request.urlopen(request) as response:
            assert response.status == 200
        seconds = time.perf_counter() - started
        process.terminate()
    return seconds


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT_ROUNDS
    seconds = [first_answer_seconds() for _ in range(rounds)]
    sys.stdout.write(
        f"start to first answer, {rounds} rounds: median {statistics.median(seconds):.2f} s, "
        f"best {min(seconds):.2f} s, worst {max(seconds):.2f} s\n"
    )
