"""The capsule of every refusal that can be had leads to it again in another server, whatever happened around it."""

from collections.abc import Mapping

import pytest

from mock_server.reproductions.known import enforced_refusals, reproduction
from mock_server.reproductions.perform import Received, perform
from mock_server.reproductions.script import Step
from tests.asgi import ACME, ACME_KEY, CORNER_KEY, InProcess
from tests.reproductions.capsules import Scene, plain, replayed, scene
from tests.reproductions.performing import contract

REFUSALS = [
    pytest.param(operation.id, row.code, id=f"{operation.id} {row.code}")
    for operation, row in enforced_refusals(contract())
]
KEY = {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}
OTHER = {"x-dolfin-api-key": CORNER_KEY, "x-dolfin-organisation-id": ACME}
BROWSER = {"user-agent": "Mozilla/5.0", "accept": "*/*", "sec-fetch-mode": "cors", "cookie": "a=b", "referer": "x"}


@pytest.fixture(scope="module")
def source() -> InProcess:
    return InProcess(freeze=False)


@pytest.fixture(scope="module")
def other() -> InProcess:
    """Has another key than the source, and no seed."""
    return InProcess(now=None, freeze=False)


def noise(entered: Scene) -> None:
    """What changes nothing: reads, and failures of others."""
    entered.api("GET", "/invoices?Limit=1", {**KEY, **BROWSER})
    entered.api("POST", "/customers", OTHER, {"name": "Nobody"})
    entered.api("GET", "/me", {"authorization": "Bearer none"})
    entered.api("PUT", "/nowhere", OTHER, {})


@pytest.mark.parametrize(("operation_id", "code"), REFUSALS)
def test_the_capsule_of_a_refusal_leads_to_it(
    source: InProcess, other: InProcess, operation_id: str, code: str
) -> None:
    script = reproduction(contract(), operation_id, code)
    with scene(source, script.start) as entered:

        def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
            noise(entered)
            return entered(step, path, {**headers, **BROWSER}, body)

        first = perform(script, send)
        capsule = entered.capsule()
    assert first.code == code
    again = replayed(other, capsule)
    assert plain(again) == plain(first)
    assert (capsule.expected.status, capsule.expected.code) == (first.status, first.code)
    assert len([step for step in capsule.steps if not step.control]) <= len(script.steps)
