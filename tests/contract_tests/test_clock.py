"""The suite's hand on the target's clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from contract_tests.api_client import ApiClient
from contract_tests.clock import TargetClock
from contract_tests.http_layer.gate import Gate
from contract_tests.http_layer.masking import Masker
from contract_tests.http_layer.policy import Policy
from contract_tests.launcher import launched
from tests.contract_tests.contracts import CONTRACT


@pytest.fixture(scope="module")
def api() -> Iterator[ApiClient]:
    with launched("--seed", "1", "--now", "2025-06-01T12:00:00.7Z") as url:
        policy = Policy(writes=True, logins=True, undeclared=True, control=True)
        gate = Gate(url, CONTRACT, policy, Masker())
        with gate.installed():
            yield ApiClient(CONTRACT, gate)


def test_it_stands_still_at_a_whole_second_and_moves_when_told(api: ApiClient) -> None:
    clock = TargetClock(api)
    clock.freeze()
    began = clock.now
    assert began.microsecond == 0
    assert clock.now == began
    clock.advance(599)
    assert clock.now - began == timedelta(seconds=599)
    clock.restore()


@pytest.mark.parametrize("frozen", [True, False])
def test_it_goes_on_afterwards_as_if_nothing_had_been(api: ApiClient, frozen: bool) -> None:
    api.request("PUT", "/__mock__/clock", json={"frozen": frozen}).raise_for_status()
    before = TargetClock(api).now
    clock = TargetClock(api)
    clock.freeze()
    clock.advance(8 * 3600)
    clock.restore()
    shown = api.request("GET", "/__mock__/clock").json()
    assert shown["frozen"] == frozen
    assert timedelta() <= clock.now - before < timedelta(seconds=30)
