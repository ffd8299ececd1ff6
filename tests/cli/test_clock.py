"""`dolfin-mock clock` against a running server."""

from collections.abc import Iterator

import pytest

from tests.cli.program import Outcome, dolfin_mock
from tests.running import Program, program

NOON = "2025-06-01T12:00:00Z"


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    """With a world named mine, whose clock is another."""
    with program() as running:
        created = ("create", "mine", "--now", NOON, "--freeze")
        assert dolfin_mock("world", "--url", running.url, *created).code == 0
        yield running


@pytest.fixture(autouse=True)
def _noon(server: Program) -> None:
    assert _clock(server, "freeze").code == 0
    assert _clock(server, "set", NOON).code == 0


def _clock(server: Program, *arguments: str) -> Outcome:
    return dolfin_mock("clock", "--url", server.url, "--world", "mine", *arguments)


def test_it_is_told_with_whether_it_stands_still(server: Program) -> None:
    assert _clock(server) == Outcome(0, f"{NOON} (frozen)\n", "")
    running = _clock(server, "unfreeze").out
    assert running.startswith("2025-06-01T12:00:0")
    assert "(frozen)" not in running
    assert "(frozen)" in _clock(server, "freeze").out


def test_that_of_the_default_world_is_told_where_none_is_named(server: Program) -> None:
    assert not dolfin_mock("clock", "--url", server.url).out.startswith("2025-06-01")


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("600", "2025-06-01T12:10:00Z"),
        ("PT10M", "2025-06-01T12:10:00Z"),
        ("P1Y", "2026-06-01T12:00:00Z"),
        ("0.5", "2025-06-01T12:00:00.500000Z"),
        ("0", NOON),
    ],
)
def test_it_advances_by_seconds_or_a_duration(server: Program, step: str, shown: str) -> None:
    assert _clock(server, "advance", step) == Outcome(0, f"{shown} (frozen)\n", "")


@pytest.mark.parametrize("moment", ["2024-02-29T00:00:00Z", "2030-01-02T03:04:05Z"])
def test_it_is_set_to_any_moment(server: Program, moment: str) -> None:
    assert _clock(server, "set", moment).out == f"{moment} (frozen)\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("advance", "-5"), "forwards only"),
        (("advance", "-PT5S"), "forwards only"),
        (("advance", "ten minutes"), "ISO 8601"),
        (("advance", ""), "ISO 8601"),
        (("advance", "1e3"), "ISO 8601"),
        (("advance", "P9999Y"), "The clock goes from"),
        (("advance", "9" * 400), ""),
        (("set", "noon"), "now"),
        (("set", "2025-06-01T12:00:00"), "now"),
        (("set", "9999-12-31T00:00:00Z"), "The clock goes from"),
        (("set", ""), "now"),
    ],
)
def test_what_it_cannot_do_is_told_in_one_line_and_not_done(
    server: Program, arguments: tuple[str, ...], reason: str
) -> None:
    ended = _clock(server, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
    assert reason in ended.err
    assert _clock(server).out == f"{NOON} (frozen)\n"
