"""The coverage of a client's requests on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY
from tests.cli.program import dolfin_mock
from tests.running import program


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server in which one operation was called, in a world that is gone."""
    with program() as running:
        httpx.post(f"{running.url}/__mock__/worlds", json={"name": "one"}).raise_for_status()
        headers = {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}
        httpx.get(f"{running.url}/w/one/invoices", headers=headers).raise_for_status()
        httpx.delete(f"{running.url}/__mock__/worlds/one").raise_for_status()
        yield running.url


def test_coverage_is_told_with_what_is_missing(url: str) -> None:
    told = dolfin_mock("coverage", "--url", url, "--all-worlds", "--called")
    assert (told.code, told.err) == (0, "")
    first, last = told.out.splitlines()
    assert first.startswith("listInvoices")
    assert "Mock.Unauthorized" in first
    assert "1 of 6 documented outcomes, 1 of 139 operations called" in last
    assert dolfin_mock("coverage", "--url", url).out.startswith("0.0 %")


def test_below_the_threshold_is_exit_code_1(url: str, tmp_path: Path) -> None:
    file = tmp_path / "coverage.xml"
    options = ("--url", url, "--all-worlds", "--called")
    below = dolfin_mock("coverage", *options, "--threshold", "80", "--junit", str(file), "--json")
    assert below.code == 1
    assert below.err == "dolfin-mock: 16.66 % is below the threshold of 80 %\n"
    assert json.loads(below.out)["reached"] is False
    assert "<failure" in file.read_text(encoding="utf-8")
    assert dolfin_mock("coverage", *options, "--threshold", "16").code == 0


def test_options_that_cannot_be_are_one_line(url: str, tmp_path: Path) -> None:
    assert "choose one" in dolfin_mock("coverage", "--url", url, "--all-worlds", "--world", "x").err
    assert dolfin_mock("coverage", "--url", url, "--threshold", "101").code == 2
    unwritable = dolfin_mock("coverage", "--url", url, "--junit", str(tmp_path / "none" / "file.xml"))
    assert unwritable.code == 2
    assert "cannot write" in unwritable.err


def test_counting_begins_anew_after_the_report(url: str) -> None:
    httpx.get(f"{url}/invoices")
    assert "1 of" in dolfin_mock("coverage", "--url", url, "--forget").out.splitlines()[-1]
    assert dolfin_mock("coverage", "--url", url).out.startswith("0.0 %")
