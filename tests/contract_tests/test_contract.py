"""The suite's own reading of the contract agrees with the server's, with which it shares no code."""

import pytest

from contract_tests.contract import Code
from mock_server.contract.document import load
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.contract_tests.contracts import CONTRACT

SERVED = load(EFFECTIVE_CONTRACT)


@pytest.mark.parametrize("operation_id", SERVED.operations)
def test_both_readings_of_an_operation_agree(operation_id: str) -> None:
    ours, theirs = CONTRACT.operations[operation_id], SERVED.operations[operation_id]
    assert (ours.method, ours.path, ours.tag) == (theirs.method, theirs.path, theirs.tag)
    assert ours.credentials == set(theirs.credentials)
    assert ours.needs_organisation == theirs.needs_organisation
    assert set(ours.statuses) == set(theirs.responses)


def test_both_readings_have_the_same_operations() -> None:
    assert CONTRACT.operations.keys() == SERVED.operations.keys()


@pytest.mark.parametrize("operation_id", SERVED.operations)
def test_an_operation_is_found_by_its_own_request(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    path = operation.path.replace("{", "").replace("}", "")
    assert CONTRACT.find(operation.method, path) is operation


def test_a_head_belongs_to_its_get() -> None:
    assert CONTRACT.find("HEAD", "/me") is CONTRACT.operations["getMe"]


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/me"), ("GET", "/me/"), ("GET", "/nowhere"), ("OPTIONS", "/me"), ("get", "/me")]
)
def test_what_the_contract_does_not_declare_is_not_found(method: str, path: str) -> None:
    assert CONTRACT.find(method, path) is None


def test_a_parameter_does_not_stretch_over_segments() -> None:
    assert CONTRACT.find("GET", "/organisations/a/b/users") is None


def test_a_code_has_the_status_and_source_of_its_response() -> None:
    assert CONTRACT.code("createAuthCode", "User.NotInClient") == Code("User.NotInClient", 404, "published")


def test_a_code_that_the_operation_does_not_document_is_a_mistake() -> None:
    with pytest.raises(KeyError, match=r"createAuthCode does not document Handoff\.NoOrgAccess"):
        CONTRACT.code("createAuthCode", "Handoff.NoOrgAccess")


def test_a_code_names_every_operation_that_gives_it() -> None:
    assert {o.id for o in CONTRACT.codes["Organisation.NotFound"]} >= {"mintSandboxHandoff", "listOrganisationUsers"}
