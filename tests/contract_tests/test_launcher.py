"""The suite starts the program, and leaves none behind."""

import pytest
import requests

from contract_tests.launcher import LaunchError, launched


def test_a_started_program_answers_until_it_is_stopped() -> None:
    with launched("--seed", "1") as url:
        assert requests.get(f"{url}/__mock__/health", timeout=5).json()["status"] == "ok"
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/__mock__/health", timeout=5)


def test_a_program_that_does_not_start_says_how_to_see_why() -> None:
    with pytest.raises(LaunchError, match="run dolfin-mock serve"), launched("--scenario", "no-such-scenario"):
        pass
