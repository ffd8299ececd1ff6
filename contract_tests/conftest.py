"""What tests ask for: the suite of the run and its parts."""

from collections.abc import Iterator

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.books import Books
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.plugin import NAME, SuitePlugin
from contract_tests.provision import Person, Provision
from contract_tests.purchases import Purchases
from contract_tests.suite import Suite
from contract_tests.target import Target


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest) -> Suite:
    plugin = request.config.pluginmanager.get_plugin(NAME)
    if not isinstance(plugin, SuitePlugin):
        pytest.fail("run the contract tests with dolfin-mock verify")
    return plugin.suite


@pytest.fixture
def api(suite: Suite) -> ApiClient:
    return suite.api


@pytest.fixture
def target(suite: Suite) -> Target:
    return suite.target


@pytest.fixture
def expect(suite: Suite) -> Expectations:
    return suite.expect


@pytest.fixture
def provision(suite: Suite) -> Provision:
    return suite.provision


@pytest.fixture
def client(provision: Provision) -> Caller:
    """The first client's backend."""
    return provision.client


@pytest.fixture
def second_client(provision: Provision) -> Caller:
    """Another client's backend."""
    return provision.second_client


@pytest.fixture
def organisation(provision: Provision) -> str:
    """An organisation of the first client that the tests share."""
    return provision.shared_organisation()


@pytest.fixture
def user(provision: Provision) -> Person:
    """A member of the shared organisation."""
    return provision.shared_user()


@pytest.fixture
def session(provision: Provision) -> Caller:
    """A session of that user."""
    return provision.shared_session()


@pytest.fixture
def books(api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str) -> Books:
    """The receivables of that organisation, kept by the client's backend."""
    return Books(api, expect, provision, client.selecting(organisation))


@pytest.fixture
def purchases(api: ApiClient, expect: Expectations, provision: Provision, client: Caller) -> Purchases:
    """The payables of a new organisation, kept by the client's backend."""
    return Purchases(api, expect, provision, client.selecting(provision.organisation()))


@pytest.fixture
def clock(api: ApiClient) -> Iterator[TargetClock]:
    """The target's clock, frozen for one test. Afterwards it goes on as if nothing had been: sessions still hold."""
    target_clock = TargetClock(api)
    target_clock.freeze()
    yield target_clock
    target_clock.restore()
