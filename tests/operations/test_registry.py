from mock_server.contract.document import load
from mock_server.operations.registry import OPERATIONS
from mock_server.resources import EFFECTIVE_CONTRACT


def test_every_operation_function_answers_an_operation_of_the_contract() -> None:
    assert OPERATIONS.keys() <= load(EFFECTIVE_CONTRACT).operations.keys()


def test_the_login_journey_has_its_operations() -> None:
    assert OPERATIONS.keys() >= {
        "listIndustries",
        "createOrganisation",
        "addOrganisationUser",
        "listOrganisationUsers",
        "createAuthCode",
        "exchangeAuthCode",
        "mintSandboxHandoff",
        "getMe",
        "listInvoices",
    }
