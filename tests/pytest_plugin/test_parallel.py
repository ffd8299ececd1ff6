"""Two hundred tests against one server: in eight processes they see what they see one after another."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.pytest_plugin.suite import command, environment, written

COUNT = 200
WORKERS = 8
SECONDS = 300
RECORDING = '''
import json
import os
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest


class Calls:
    """What a test sent, was answered and made."""

    def __init__(self, world):
        self.world, self.seen = world, []
        parts = urlsplit(world.url)
        self._base, self._connection = parts.path, HTTPConnection(parts.netloc)

    def __call__(self, method, path, body=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body)
        self._connection.request(method, self._base + path, content, {"content-type": "application/json", **sent})
        answer = self._connection.getresponse()
        read = answer.read()
        value = json.loads(read) if read else None
        ids = [value.get(name) for name in ("id", "code", "token")] if isinstance(value, dict) else []
        self.seen.append([method, path, answer.status, answer.getheader("x-mock-error-code"), ids])
        return value

    def close(self):
        self._connection.close()


@pytest.fixture
def call(dolfin_mock, request):
    calls = Calls(dolfin_mock)
    yield calls
    calls.close()
    told = {"server": dolfin_mock.url.partition("/w/")[0], "worker": os.environ.get("PYTEST_XDIST_WORKER")}
    record = {"seen": calls.seen, "now": str(dolfin_mock.clock.now), "reset": None, "told": told}
    dolfin_mock.reset()
    record["reset"] = str(dolfin_mock.clock.now)
    Path(os.environ["RECORDS"], f"{request.node.name}.json").write_text(json.dumps(record), encoding="utf-8")
'''
SUITE = f"""
import pytest

ALICE = "a1111111-1111-1111-1111-111111111111"
BOILER_SERVICE = "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c01"
pytestmark = pytest.mark.dolfin_mock(now="2026-03-01T09:00:00Z", frozen=True)


@pytest.mark.parametrize("number", range({COUNT}))
def test_of_many(number, dolfin_mock, call):
    bearer = "Bearer " + dolfin_mock.login("alice")
    me = {{"authorization": bearer, "x_dolfin_organisation_id": dolfin_mock.organisation}}
    key = {{"x_dolfin_api_key": dolfin_mock.api_key}}
    names = [f"Customer {{number}}-{{place}}" for place in range(number % 4)]
    made = [call("POST", "/customers", {{"name": name, "email": "a@b.example"}}, **me)["id"] for name in names]
    assert len(call("GET", "/customers", **me)["data"]) == 1 + len(made)
    if made:
        line = {{"productId": BOILER_SERVICE, "quantity": number + 1}}
        invoice = {{"customerId": made[0], "currency": "GBP", "lineItems": [line]}}
        assert call("POST", "/invoices", invoice, **me)["subTotal"] == 100 * (number + 1)
    code = call("POST", "/auth/codes", {{"userId": ALICE}}, **key)["code"]
    dolfin_mock.clock.advance(60 * (number % 15))
    call("POST", "/auth/exchange", {{"code": code}})
    call("POST", "/auth/exchange", {{"code": code}})
    late = number % 15 >= 10
    assert [seen[2] for seen in call.seen[-2:]] == ([400, 400] if late else [200, 400])
    assert number % 20 or number == 0, "fails, so that there are failures to compare"
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a run in one process, and of one in eight; both go on at once, each with a server of its own."""
    folder = written(tmp_path_factory.mktemp("suite"), {"conftest.py": RECORDING, "test_many.py": SUITE})
    arguments = {"serial": (), "parallel": ("-p", "xdist", "-n", str(WORKERS))}
    started = {name: _started(folder, name, *given) for name, given in arguments.items()}
    for name, process in started.items():
        out, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 1, out
        (folder / name / "out").write_text(out, encoding="utf-8")
    return {name: folder / name for name in arguments}


def _started(folder: Path, name: str, *arguments: str) -> "subprocess.Popen[str]":
    (folder / name).mkdir()
    return subprocess.Popen(
        command("-rA", "--tb=no", *arguments),
        cwd=folder,
        env=environment(RECORDS=str(folder / name)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _outcomes(run: Path) -> set[tuple[str, str]]:
    lines = (run / "out").read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line.startswith(("PASSED", "FAILED", "ERROR"))]
    return {(outcome, name) for outcome, name, *_ in words}


def _records(run: Path) -> dict[str, dict[str, object]]:
    return {path.name: json.loads(path.read_bytes()) for path in run.glob("*.json")}


def test_each_of_them_ends_in_eight_processes_as_in_one(runs: dict[str, Path]) -> None:
    serial, parallel = (_outcomes(runs[name]) for name in ("serial", "parallel"))
    assert serial == parallel
    assert sum(outcome == "PASSED" for outcome, _ in serial) == COUNT - 9
    assert sum(outcome == "FAILED" for outcome, _ in serial) == 9


def test_each_of_them_is_answered_with_the_same_ids_codes_and_tokens(runs: dict[str, Path]) -> None:
    serial, parallel = (
        {name: {**record, "told": None} for name, record in _records(runs[run]).items()} for run in runs
    )
    assert len(serial) == COUNT
    assert serial == parallel
    assert sum(len(record["seen"]) for record in serial.values()) > 5 * COUNT  # type: ignore[arg-type,misc]  # JSON


def test_all_processes_have_one_server(runs: dict[str, Path]) -> None:
    told = [record["told"] for record in _records(runs["parallel"]).values()]
    assert len({each["server"] for each in told}) == 1  # type: ignore[index]  # JSON
    assert len({each["worker"] for each in told}) == WORKERS  # type: ignore[index]  # JSON
