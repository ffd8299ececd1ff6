"""The contract that is committed, the reconstructed one as well as the official one."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mock_server.contract.document import contract_of
from mock_server.contract.servable import obstacles
from tests.contract.documents import effective_contract, operations, vendored


@pytest.mark.parametrize("whole", [vendored, effective_contract])
def test_it_is_valid_openapi_3_1(whole: Any) -> None:
    assert whole()["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(whole()).iter_errors()] == []


def test_the_effective_contract_has_the_operations_of_the_document() -> None:
    assert [name for name, _ in operations(effective_contract())] == [name for name, _ in operations(vendored())]


def test_every_operation_can_be_served() -> None:
    assert list(obstacles(contract_of(effective_contract()))) == []
