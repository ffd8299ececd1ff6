"""One test over many operations: its cases, and a well-formed request for each operation."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest

from contract_tests.api_client import Caller
from contract_tests.provision import Provision

TAKE_A_KEY_ALONE = ("createAuthCode", "createOrganisation", "listOrganisationUsers", "addOrganisationUser")
TAKE_A_SESSION_ALONE = ("getMe", "mintSandboxHandoff")
TAKE_A_BODY = ("createAuthCode", "exchangeAuthCode", "mintSandboxHandoff", "createOrganisation", "addOrganisationUser")

NEEDS: Mapping[str, tuple[str, ...]] = {
    "createAuthCode": ("api_key", "user"),
    "exchangeAuthCode": (),
    "mintSandboxHandoff": ("writes",),
    "getMe": (),
    "createOrganisation": ("writes",),
    "listOrganisationUsers": ("organisation",),
    "addOrganisationUser": ("writes",),
    "listIndustries": (),
    "listInvoices": ("organisation",),
}
"""What a target must be able to do for a request of the operation, besides having the credential for it."""


def case(operation_id: str, code: str | None = None, *needs: str) -> Any:
    """A parameter: the operation, with what it needs and the code it is to refuse with."""
    named = pytest.mark.about(operation_id) if code is None else pytest.mark.error_code(code, operation_id)
    return pytest.param(operation_id, marks=[pytest.mark.needs(*NEEDS[operation_id], *needs), named], id=operation_id)


def credential(operation_id: str) -> str:
    """The capability that goes with the credential an operation takes; either will do where both are taken."""
    return "api_key" if operation_id in TAKE_A_KEY_ALONE else "user"


def well_formed(operation_id: str, provision: Provision) -> dict[str, Any]:
    """The parts of a request that the operation would perform for its caller."""
    parts: Mapping[str, Callable[[], dict[str, Any]]] = {
        "createAuthCode": lambda: {"json": {"userId": provision.shared_user().id}},
        "mintSandboxHandoff": lambda: {"json": {"organisationId": provision.shared_organisation()}},
        "createOrganisation": lambda: {
            "json": {"name": provision.name("organisation"), "industryId": provision.industry()}
        },
        "listOrganisationUsers": lambda: {"path": {"organisationId": provision.shared_organisation()}},
        "addOrganisationUser": lambda: {
            "path": {"organisationId": provision.shared_organisation()},
            "json": {"email": provision.email(), "name": "Verify User"},
        },
        "listInvoices": lambda: {"headers": {"x-dolfin-organisation-id": provision.shared_organisation()}},
    }
    return parts[operation_id]() if operation_id in parts else {}


def caller(operation_id: str, provision: Provision) -> Caller:
    """Somebody whom the operation serves."""
    if operation_id == "exchangeAuthCode":
        return Caller()
    key_alone = operation_id in TAKE_A_KEY_ALONE
    return provision.client if key_alone else provision.shared_session()


def unknown_id() -> str:
    """An id that nothing has."""
    return str(uuid4())
