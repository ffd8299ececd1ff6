"""One run of the suite: its target, its gate, and what it found out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from contract_tests.api_client import ApiClient
from contract_tests.checks.expect import Expectations
from contract_tests.checks.judge import Judge
from contract_tests.contract import Contract
from contract_tests.findings import Finding, Results
from contract_tests.http_layer.gate import Gate
from contract_tests.http_layer.policy import LOGIN_OPERATIONS, changes_nothing
from contract_tests.http_layer.recording import Recorded
from contract_tests.provision import Provision
from contract_tests.target import Target

JUDGED_AREAS = frozenset({"rules", "journeys"})
GENERATED_AREAS = frozenset({"properties"})
MAKE_WHAT_ENDS = LOGIN_OPERATIONS | {"mintSandboxHandoff"}


@dataclass
class Suite:
    """What the tests of a run share."""

    contract: Contract
    target: Target
    gate: Gate
    api: ApiClient
    expect: Expectations
    provision: Provision
    results: Results
    seed: int = 0
    """What everything random in the run begins with."""

    @contextmanager
    def area(self, name: str) -> Iterator[None]:
        """Requests made inside are counted for that area."""
        before, self.gate.area = self.gate.area, name
        try:
            yield
        finally:
            self.gate.area = before


def make_suite(contract: Contract, target: Target, gate: Gate, seed: int = 0) -> Suite:
    expect = Expectations(contract)
    api = ApiClient(contract, gate)
    results = Results()
    gate.listeners.append(_SecondOpinion(Judge(contract, gate.base_url), results))
    provision = Provision(target, api, expect, gate.masker)
    if not target.is_mock:
        gate.confined = GENERATED_AREAS
    gate.listeners.append(_Ledger(contract, provision.ledger))
    return Suite(contract, target, gate, api, expect, provision, results, seed)


class _Ledger:
    """Writes down what was made on the target, whichever request made it. Codes and sessions end by themselves."""

    def __init__(self, contract: Contract, ledger: list[str]) -> None:
        self._contract = contract
        self._ledger = ledger

    def __call__(self, recorded: Recorded, response: requests.Response) -> None:
        operation = self._contract.operations.get(recorded.operation_id or "")
        if operation is None or not response.ok or changes_nothing(operation) or operation.id in MAKE_WHAT_ENDS:
            return
        how = " by a generated request" if recorded.area in GENERATED_AREAS else ""
        self._ledger.append(f"{operation.id}{how}: {_named(response)}")


def _named(response: requests.Response) -> str:
    """The id and name of what an answer tells of; its status where it tells of nothing."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return str(response.status_code)
    told = [str(body[member]) for member in ("id", "userId", "name", "email", "organisationId") if body.get(member)]
    return ", ".join(told) or str(response.status_code)


class _SecondOpinion:
    """Holds every answer of rules and journeys against the contract, with openapi-core."""

    def __init__(self, judge: Judge, results: Results) -> None:
        self._judge = judge
        self._results = results

    def __call__(self, recorded: Recorded, response: requests.Response) -> None:
        operation_id = recorded.operation_id
        if recorded.area not in JUDGED_AREAS or operation_id is None:
            return
        for fault in self._judge.faults(response):
            self._results.add(
                Finding(
                    key=f"contract::{operation_id}::{recorded.status}::{fault}",
                    area="contract",
                    title=f"{operation_id} answered {recorded.status} in another shape than documented",
                    expected=f"what the contract documents for {operation_id}",
                    received=fault,
                    location=f"openapi-core: {fault}",
                    operation_id=operation_id,
                    error_code=recorded.error_code,
                    curl=recorded.curl,
                    replay=recorded.id,
                )
            )
