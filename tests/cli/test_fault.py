"""`dolfin-mock fault`, against a running server."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.cli.program import Outcome, dolfin_mock
from tests.running import program


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with program("--now", "2025-06-01T12:00:00Z", "--freeze", "--seed", "1") as running:
        yield running.url


@pytest.fixture(autouse=True)
def _no_faults(url: str) -> None:
    httpx.delete(f"{url}/__mock__/faults")


def fault(url: str, *arguments: str) -> Outcome:
    return dolfin_mock("fault", "--url", url, *arguments)


def shown(url: str) -> list[dict[str, object]]:
    faults: list[dict[str, object]] = json.loads(fault(url, "list", "--json").out)["faults"]
    return faults


@pytest.mark.parametrize(
    ("options", "effect"),
    [
        (("--delay", "800"), {"delay": {"ms": 800}}),
        (("--delay", "0"), {"delay": {"ms": 0}}),
        (("--delay-uniform", "100", "900"), {"delay": {"uniform": {"min": 100, "max": 900}}}),
        (("--delay-normal", "500", "50"), {"delay": {"normal": {"mean": 500, "sd": 50}}}),
        (("--delay-exponential", "300"), {"delay": {"exponential": {"mean": 300}}}),
        (("--status", "503"), {"status": 503, "after": False}),
        (("--status", "503", "--after"), {"status": 503, "after": True}),
        (("--retry-after", "30"), {"tooManyRequests": {"retryAfter": 30, "as": "seconds"}}),
        (("--retry-after", "30", "--as-date"), {"tooManyRequests": {"retryAfter": 30, "as": "date"}}),
        (("--close", "before"), {"close": "before", "after": False}),
        (("--close", "middle"), {"close": "middle"}),
        (("--slow", "50"), {"bytesPerSecond": 50}),
        (("--malformed", "invalid"), {"malformed": "invalid"}),
    ],
)
def test_every_effect_has_its_option(url: str, options: tuple[str, ...], effect: dict[str, object]) -> None:
    added = fault(url, "add", *options)
    assert (added.code, added.err) == (0, "")
    (made,) = shown(url)
    assert {**made, **effect} == made
    assert made["operations"] == []


def test_the_terms_are_options_too(url: str) -> None:
    terms = ("--operation", "getMe", "--operation", "createInvoice", "--probability", "0.2", "--count", "5")
    window = ("--from", "2025-06-01T13:00:00Z", "--for", "PT10M", "--seed", "7")
    added = fault(url, "add", *terms, *window, "--status", "500")
    (made,) = shown(url)
    expected = {"operations": ["getMe", "createInvoice"], "probability": 0.2, "count": 5, "seed": 7}
    assert {**made, **expected, "from": "2025-06-01T13:00:00Z", "until": "2025-06-01T13:10:00Z"} == made
    assert added.out.split(None, 1) == [
        made["id"],
        "status 500; getMe, createInvoice; probability 0.2; from 2025-06-01T13:00:00Z; until 2025-06-01T13:10:00Z; "
        "met 0 of at most 5\n",
    ]


def test_a_fault_can_last_so_many_seconds(url: str) -> None:
    assert fault(url, "add", "--status", "500", "--for", "90").code == 0
    assert shown(url)[0]["until"] == "2025-06-01T12:01:30Z"


def test_faults_are_listed_with_how_often_they_were_met_and_removed(url: str) -> None:
    for status in ("500", "503"):
        fault(url, "add", "--status", status)
    assert httpx.get(f"{url}/me").status_code == 500
    first, second = fault(url, "list").out.splitlines()
    assert first.endswith("status 500; every operation; met 1")
    assert second.endswith("status 503; every operation; met 0")
    assert fault(url, "remove", first.split()[0]) == Outcome(0, "", "")
    assert httpx.get(f"{url}/me").status_code == 503
    assert fault(url, "clear") == Outcome(0, "1 removed\n", "")
    assert fault(url, "list") == Outcome(0, "", "")


def test_the_faults_of_a_world_are_named_with_it(url: str) -> None:
    httpx.post(f"{url}/__mock__/worlds", json={"name": "other"})
    assert dolfin_mock("fault", "--url", url, "--world", "other", "add", "--status", "503").code == 0
    assert (httpx.get(f"{url}/w/other/me").status_code, httpx.get(f"{url}/me").status_code) == (503, 401)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add",), "exactly one effect"),
        (("add", "--status", "500", "--slow", "1"), "exactly one effect"),
        (("add", "--delay", "1", "--delay-exponential", "1"), "one delay"),
        (("add", "--delay", "60001"), "/delay/ms"),
        (("add", "--status", "200"), "/status"),
        (("add", "--status", "500", "--as-date"), "--as-date goes with --retry-after"),
        (("add", "--status", "x"), "--status"),
        (("add", "--close", "later"), "--close"),
        (("add", "--status", "500", "--operation", "createInvoise"), "did you mean createInvoice?"),
        (("add", "--status", "500", "--for", "soon"), "for must be seconds"),
        (("remove", "f999"), "no fault with this id"),
        (("remove", "../clock"), "no such path"),
        (("remove",), "ID"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_done(url: str, arguments: tuple[str, ...], told: str) -> None:
    outcome = fault(url, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert "Traceback" not in outcome.err
    assert shown(url) == []


def test_without_a_server_it_says_what_to_start() -> None:
    outcome = fault("http://127.0.0.1:9", "list")
    assert (outcome.code, outcome.out) == (2, "")
    assert "dolfin-mock serve" in outcome.err
