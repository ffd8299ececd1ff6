"""State that tests make: named for the run, of the right client, made once where it is shared."""

from collections.abc import Iterator

import pytest

from contract_tests.credentials import ACME
from contract_tests.http_layer.gate import Gate
from contract_tests.http_layer.masking import Masker
from contract_tests.http_layer.policy import Policy
from contract_tests.launcher import launched
from contract_tests.provision import NAME_PREFIX
from contract_tests.suite import Suite, make_suite
from contract_tests.target import find_target
from tests.contract_tests.contracts import CONTRACT


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with launched("--seed", "1") as url:
        policy = Policy(writes=True, logins=True, undeclared=True, control=True)
        gate = Gate(url, CONTRACT, policy, Masker(ACME.secrets))
        with gate.installed():
            yield make_suite(CONTRACT, find_target(url, ACME, ours=True, writes=True, flags=frozenset()), gate)


def test_names_are_of_the_run_and_never_twice_the_same(suite: Suite) -> None:
    names = [suite.provision.name("organisation") for _ in range(5)] + [suite.provision.email()]
    assert len(set(names)) == len(names)
    assert all(name.startswith(f"{NAME_PREFIX}-{suite.provision.run}-") for name in names)


def test_what_was_made_stands_in_the_ledger_with_its_name(suite: Suite) -> None:
    organisation = suite.provision.organisation()
    person = suite.provision.user(organisation)
    assert f"createOrganisation: {organisation}, {NAME_PREFIX}-{suite.provision.run}" in suite.provision.ledger[-2]
    assert suite.provision.ledger[-1].startswith(f"addOrganisationUser: {person.id}")
    assert person.email in suite.provision.ledger[-1]


def test_codes_and_sessions_leave_nothing_behind(suite: Suite) -> None:
    user = suite.provision.shared_user()
    before = len(suite.provision.ledger)
    suite.provision.session(user.id)
    assert len(suite.provision.ledger) == before


def test_codes_and_tokens_are_masked_from_then_on(suite: Suite) -> None:
    code = suite.provision.code(suite.provision.shared_user().id)
    token = str(suite.provision.exchange(code)["token"])
    assert suite.gate.masker.text(f"{code} {token}") == "*** ***"


def test_what_is_shared_is_made_once(suite: Suite) -> None:
    provision = suite.provision
    assert provision.shared_organisation() == provision.shared_organisation()
    assert provision.shared_user() is provision.shared_user()
    assert provision.shared_session() is provision.shared_session()
    assert provision.industry() == provision.industry()


def test_the_second_clients_things_are_its_own(suite: Suite) -> None:
    organisation = suite.provision.shared_foreign_organisation()
    answer = suite.api.call("listOrganisationUsers", suite.provision.client, path={"organisationId": organisation})
    assert answer.status == 404
