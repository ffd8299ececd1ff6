"""Help, versions, and how a mistake on the command line is told."""

from importlib.metadata import version

import pytest

from tests.cli.program import dolfin_mock


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_grouped_and_has_examples_and_the_exit_codes(option: str) -> None:
    shown = dolfin_mock(option)
    assert shown.code == 0
    serve, contract, examples = (shown.out.index(title) for title in ("Serve:", "Contract:", "Examples:"))
    assert serve < shown.out.index("\n  serve ") < shown.out.index("\n  token ") < contract
    assert contract < shown.out.index("\n  contract ") < examples
    assert shown.out.count("  dolfin-mock ") >= 4
    assert "Exit codes: 0 fine, 1 findings, 2 usage or configuration." in shown.out


@pytest.mark.parametrize(
    "command", [("serve",), ("token",), ("contract",), ("contract", "build"), ("contract", "check")]
)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    shown = dolfin_mock(*command, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert f"dolfin-mock {' '.join(command)}" in shown.out


def test_every_example_names_a_command_that_exists() -> None:
    lines = [line.split() for line in dolfin_mock("--help").out.splitlines() if line.startswith("  dolfin-mock ")]
    for line in lines:
        assert dolfin_mock(line[1], "--help").code == 0


def test_the_version_is_that_of_the_package() -> None:
    shown = dolfin_mock("--version")
    assert (shown.code, shown.out) == (0, f"dolfin-mock, version {version('dolfin-mock')}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("serve", "--nothing"),
        ("serve", "extra"),
        ("serve", "--port", "x"),
        ("serve", "--port", "-1"),
        ("serve", "--seed", "x"),
        ("token",),
        ("contract", "nothing"),
    ],
)
def test_a_usage_mistake_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    shown = dolfin_mock(*arguments)
    assert (shown.code, shown.out) == (2, "")
    assert "Error: " in shown.err
    assert "Traceback" not in shown.err
