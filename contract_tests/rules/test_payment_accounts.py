"""The account on which an organisation receives money."""

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("getPaymentAccountStatus", "enablePaymentAccount")]

STATES = "reference: NotStarted, OnboardingInProgress, Active"
ONBOARDING = ["createPaymentAccountLink", "createPaymentAccountSession"]


@pytest.fixture
def path(provision: Provision) -> dict[str, str]:
    """An organisation that nobody enabled anything for."""
    return {"id": provision.organisation()}


def begun(api: ApiClient, operation: str, client: Caller, path: dict[str, str]) -> Answer:
    return api.call(operation, client, path=path, json={} if operation == "createPaymentAccountLink" else None)


def test_an_account_is_enabled_once(api: ApiClient, expect: Expectations, client: Caller, path: dict[str, str]) -> None:
    answer = api.call("getPaymentAccountStatus", client, path=path)
    before = expect.success(answer, 200)
    expect.equal(answer, (before["status"], before["accountId"]), ("NotStarted", None), STATES)
    first = expect.success(api.call("enablePaymentAccount", client, path=path), 200)
    answer = api.call("enablePaymentAccount", client, path=path)
    expect.equal(answer, expect.success(answer, 200), first, "reference: enabling is idempotent")
    told = (first["status"], first["provider"], first["organisationId"])
    expect.equal(answer, told, ("OnboardingInProgress", "Stripe", path["id"]), STATES, assumed=True)


@pytest.mark.needs("clock")
@pytest.mark.about(*ONBOARDING)
@pytest.mark.parametrize("operation", ONBOARDING)
def test_an_account_becomes_active_after_its_onboarding(
    operation: str, api: ApiClient, expect: Expectations, client: Caller, path: dict[str, str], clock: TargetClock
) -> None:
    expect.success(api.call("enablePaymentAccount", client, path=path), 200)
    expect.success(begun(api, operation, client, path), 200)
    told = []
    for seconds in (59, 1):
        clock.advance(seconds)
        answer = api.call("getPaymentAccountStatus", client, path=path)
        shown = expect.success(answer, 200)
        told.append((shown["status"], shown["capabilities"]["chargesEnabled"]))
    wanted = [("OnboardingInProgress", False), ("Active", True)]
    expect.equal(answer, told, wanted, "assumption: the onboarding takes a minute", assumed=True)


@pytest.mark.parametrize(
    "operation", [pytest.param(each, marks=pytest.mark.error_code("Mock.InvalidState", each)) for each in ONBOARDING]
)
def test_an_account_is_enabled_before_its_onboarding(
    operation: str, api: ApiClient, expect: Expectations, client: Caller, path: dict[str, str]
) -> None:
    expect.refusal(begun(api, operation, client, path), "Mock.InvalidState")
