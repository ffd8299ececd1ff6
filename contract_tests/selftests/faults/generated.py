"""Faults tried again on generated requests.

Each check of the generator is proved to fire in the way the suite sets it up, and the state machine of codes to
find in random interleavings what a rule test looks for on purpose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contract_tests.selftests.faults.fault import Fault

EVERY_OPERATION = "*"
_USERS = "GET /organisations/{organisationId}/users"

_CHECKS = (
    ("an organisation header that is no UUID breaks the server", "GET /invoices", "not_a_server_error"),
    ("another client's organisation is 403 instead of 404", _USERS, "status_code_conformance"),
    ("a success is sent as text", "POST /organisations", "content_type_conformance"),
    ("a 401 has no WWW-Authenticate", "GET /me", "response_headers_conformance"),
    ("the name of an organisation is null", "POST /organisations", "response_schema_conformance"),
    ("an organisation is made of anything", "POST /organisations", "negative_data_rejection"),
    ("names beyond ASCII are refused", "POST /organisations", "positive_data_acceptance"),
    ("the organisation header is not needed", "GET /invoices", "missing_required_header"),
    ("a method that a path does not have is answered 200", "GET /me", "unsupported_method"),
    ("OPTIONS names a method that the path does not have", "GET /me", "allow_header_conformance"),
    ("a list of industries needs no credential", "GET /industries", "ignored_auth"),
    ("a wrong API key is accepted", "POST /organisations", "ignored_auth"),
)
_OVER_SEVERAL_OPERATIONS = (
    ("a session has no userId", "POST /auth/exchange", "response_schema_conformance"),
    ("hasMore is text", _USERS, "response_schema_conformance"),
    ("an organisation is shown to any client that knows its id", _USERS, "object_level_authorization"),
)
_MACHINE = "properties::test_codes_work_once_and_for_ten_minutes_in_any_order"
_ON_THE_MACHINE = (
    "a code works twice",
    "a code still works at the moment it expires",
    "a code expires a minute early",
)
WITHOUT_A_CASE = {
    "use_after_free": "a generated read follows the delete of the same record by chance alone",
    "ensure_resource_availability": "no read takes all its parameters, the organisation header too, from a new object",
}
"""Checks that are not proved to fire, with the reason: rule tests look for the same faults on purpose."""


def tried_by_generation(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Those faults under names of their own, to be caught by a check of the generator or by the machine."""
    known = {fault.name: fault for fault in faults}
    for name, operation, check in _CHECKS:
        yield _again(known[name], operation, check, operation)
    for name, operation, check in _OVER_SEVERAL_OPERATIONS:
        yield _again(known[name], operation, check, EVERY_OPERATION)
    for name in _ON_THE_MACHINE:
        yield replace(known[name], name=f"{name} (any order)", caught_by=(_MACHINE,))


def _again(fault: Fault, operation: str, check: str, run: str) -> Fault:
    return replace(
        fault,
        name=f"{fault.name} (generated)",
        caught_by=(f"properties::{operation}::{check}::",),
        runs=(f"properties::{run}",),
    )
