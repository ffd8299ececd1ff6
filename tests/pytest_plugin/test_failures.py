"""What is said when a test fails, or cannot have a world."""

from pathlib import Path

import pytest

from tests.pytest_plugin.suite import Ended, run, written
from tests.running import Program

FAILING = """
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest


def send(world, method, path, body=None):
    parts = urlsplit(world.url)
    connection = HTTPConnection(parts.netloc)
    headers = {"x-dolfin-api-key": world.api_key, "content-type": "application/json"}
    connection.request(method, parts.path + path, body, headers)
    connection.getresponse().read()
    connection.close()


def test_refused(dolfin_mock):
    for _ in range(11):
        send(dolfin_mock, "GET", "/industries")
    send(dolfin_mock, "POST", "/auth/codes", "{}")
    send(dolfin_mock, "GET", "/industries?secret=1")
    assert False


def test_silent(dolfin_mock):
    assert False


def test_passing(dolfin_mock):
    send(dolfin_mock, "GET", "/me")


def test_two_worlds(dolfin_mock, dolfin_mock_world):
    send(dolfin_mock_world(), "GET", "/bills")
    assert False


def test_without_a_world():
    assert False


def test_beyond_the_mock(dolfin_mock):
    dolfin_mock.clock.advance(-1)


@pytest.mark.dolfin_mock(scenari="guide")
def test_misspelt(dolfin_mock):
    pass


@pytest.mark.dolfin_mock("guide")
def test_without_a_keyword(dolfin_mock):
    pass


@pytest.mark.dolfin_mock(now="yesterday")
def test_wrong_moment(dolfin_mock):
    pass


@pytest.mark.dolfin_mock(scenario="gone.yaml")
def test_no_file(dolfin_mock):
    pass
"""


@pytest.fixture(scope="module")
def ended(running: Program, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = written(tmp_path_factory.mktemp("failing"), {"test_failing.py": FAILING})
    return run(folder, "--dolfin-mock-url", running.url, "--dolfin-mock-control-token", "t0ken")


def _part(ended: Ended, name: str) -> str:
    """What is said of one test."""
    _, _, rest = ended.out.partition(f" {name} _")
    return rest.split("\n___")[0].split("\n===")[0]


def test_the_report_of_a_failed_test_ends_with_its_worlds_last_requests(ended: Ended) -> None:
    lines = _part(ended, "test_refused").splitlines()
    (start,) = (place for place, line in enumerate(lines) if "dolfin-mock: the last requests to http://" in line)
    told = lines[start + 1 :]
    assert told[0] == "   4 GET /industries  200"
    assert told[8] == "  12 POST /auth/codes  400  User.MissingUserId"
    assert "userId" in told[9] or "user id" in told[9]
    assert told[10].endswith("dolfin_mock.journal[-2].why()")
    assert told[11:] == ["  13 GET /industries  200"]


def test_a_world_that_nobody_asked_anything_says_so(ended: Ended) -> None:
    assert "There was none." in _part(ended, "test_silent")


def test_every_world_of_the_test_is_told_of(ended: Ended) -> None:
    part = _part(ended, "test_two_worlds")
    assert part.count("the last requests to") == 2
    assert "GET /bills" in part


def test_a_test_without_a_world_is_told_nothing(ended: Ended) -> None:
    assert "dolfin-mock" not in _part(ended, "test_without_a_world")


def test_what_the_mock_refuses_is_shown_at_the_tests_own_line(ended: Ended) -> None:
    part = _part(ended, "test_beyond_the_mock")
    assert "DolfinMockError: dolfin-mock refused:" in part
    assert "remote.py" not in part


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("test_misspelt", "knows no scenari: it takes scenario, seed, now, frozen"),
        ("test_without_a_keyword", 'for example dolfin_mock(scenario="guide")'),
        ("test_wrong_moment", "/now: "),
        ("test_no_file", "gone.yaml"),
    ],
)
def test_a_wrong_marker_is_told_without_a_traceback(ended: Ended, name: str, reason: str) -> None:
    told = [line for line in _part(ended, name).splitlines()[1:] if line]
    assert len(told) == 1
    assert reason in told[0]


def test_nothing_else_failed(ended: Ended) -> None:
    assert ended.counts() == "5 failed, 1 passed, 4 errors"


def test_no_credential_is_shown(ended: Ended) -> None:
    assert "t0ken" not in ended.out


def test_a_server_that_ends_by_itself_is_told_of(tmp_path: Path) -> None:
    suite = """
def test_ends(dolfin_mock, pytestconfig):
    from mock_server.pytest_plugin.plugin import _RUN
    process = pytestconfig.stash[_RUN]._source._process._process
    process.kill()
    process.wait()
    dolfin_mock.reset()
"""
    ended = run(written(tmp_path, {"test_ending.py": suite}))
    assert "The server ended by itself with code" in ended.out
    assert "Listening on" in ended.out
    assert "1 failed" in ended.counts()
