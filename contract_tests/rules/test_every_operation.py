"""What every operation refuses in the same way: who calls, for which organisation, with what request, about what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from contract_tests.api_client import NOBODY, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.contract import Contract, Operation
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id
from contract_tests.rules.smallest import smallest_body
from contract_tests.suite import Suite

UNAUTHORIZED = "Mock.Unauthorized"
NO_HEADER = "Mock.MissingOrganisationHeader"
NOT_ACCESSIBLE = "Mock.OrganisationNotAccessible"
INVALID = "Mock.InvalidRequest"
CURSOR = "Mock.InvalidCursor"
TOO_LARGE = "Mock.PayloadTooLarge"
UNSUPPORTED = "Mock.UnsupportedMediaType"
MISSING = "Mock.RecordNotFound"
MULTIPART = "multipart/form-data"
OVER_THE_LIMIT = 1024 * 1024 + 1
SELECTED = "guide, step 5: x-dolfin-organisation-id selects the organisation of a call"
REACH = "reference: records out of reach are answered like missing ones"

NOT_FOUND_BY_PATH: Mapping[str, str] = {
    "organisations": "Organisation.NotFound",
    "mcp": "Organisation.NotFound",
    "customers": "Customer.NotFound",
    "products": "Product.NotFound",
    "invoices": "Invoice.NotFound",
    "suppliers": "Supplier.NotFound",
    "supplier-credit-notes": "SupplierCreditNote.NotFound",
    "bills": "Bill.NotFound",
    "purchase-orders": "PurchaseOrder.NotFound",
    "ap": "ApprovalPolicy.NotFound",
}
"""First segment of a path -> the code for the record that its first parameter names; the general one elsewhere."""


def _documenting(code: str, *, wanted: Callable[[Operation], bool] = lambda _: True) -> Callable[[Contract], list[Any]]:
    """Every operation that documents the code, as a parameter with its mark."""

    def cases(contract: Contract) -> list[Any]:
        return [
            _case(operation, code)
            for operation in contract.operations.values()
            if any(each.name == code for each in operation.codes) and wanted(operation)
        ]

    return cases


def _case(operation: Operation, code: str) -> Any:
    marks = [pytest.mark.error_code(code, operation.id), pytest.mark.needs(*_needs(operation))]
    return pytest.param(operation, marks=marks, id=operation.id)


def _needs(operation: Operation) -> Iterator[str]:
    if operation.credentials:
        yield "api_key" if "apiKey" in operation.credentials else "user"
    if operation.needs_organisation:
        yield "organisation"


def _missing_cases(contract: Contract) -> list[Any]:
    """Not what a session alone may call: its member is refused before the path is looked at. See test_user_roles."""
    with_path = [o for o in contract.operations.values() if o.path_formats and o.credentials != {"bearer"}]
    return [_case(operation, _missing_code(operation)) for operation in with_path if _missing_code(operation)]


def _missing_code(operation: Operation) -> str:
    """The code for a path whose first parameter names nothing; empty where the operation documents none such."""
    documented = {code.name for code in operation.codes}
    special = NOT_FOUND_BY_PATH.get(operation.path.split("/")[1], MISSING)
    return next((code for code in (special, MISSING) if code in documented), "")


def _lists_nothing_above(operation: Operation) -> bool:
    return not operation.path_formats or operation.path.startswith("/organisations/")


CASES: Mapping[str, Callable[[Contract], list[Any]]] = {
    "test_nobody_is_served_without_a_credential": _documenting(UNAUTHORIZED),
    "test_an_organisation_must_be_selected": _documenting(NO_HEADER),
    "test_an_organisation_that_is_not_there_cannot_be_selected": _documenting(NOT_ACCESSIBLE),
    "test_what_is_no_id_is_refused": _documenting(
        INVALID, wanted=lambda o: o.needs_organisation or "uuid" in o.path_formats.values()
    ),
    "test_a_body_that_is_no_object_is_refused": _documenting(INVALID, wanted=lambda o: bool(o.bodies)),
    "test_a_name_in_the_path_holds_no_nul": _documenting(
        INVALID, wanted=lambda o: bool(o.path_formats) and "uuid" not in o.path_formats.values()
    ),
    "test_a_body_over_the_limit_is_refused": _documenting(TOO_LARGE, wanted=lambda o: MULTIPART not in o.bodies),
    "test_an_upload_over_the_limit_is_refused": _documenting(TOO_LARGE, wanted=lambda o: MULTIPART in o.bodies),
    "test_a_body_of_another_media_type_is_refused": _documenting(UNSUPPORTED),
    "test_a_cursor_that_no_list_gave_is_refused": _documenting(CURSOR, wanted=_lists_nothing_above),
    "test_what_the_path_names_must_be_there": _missing_cases,
}
"""Test -> the operations that it is about, read from the contract."""


@pytest.fixture
def caller(operation: Operation, provision: Provision) -> Caller:
    """Somebody whom the operation serves, with an organisation selected where it needs one."""
    if not operation.credentials:
        return NOBODY
    served = provision.client if "apiKey" in operation.credentials else provision.shared_session()
    return served.selecting(provision.shared_organisation()) if operation.needs_organisation else served


def _path(operation: Operation, provision: Provision | None = None) -> dict[str, str]:
    """A value for every parameter of the path: what is there and in reach where it is given, else an unknown id."""
    values = {name: unknown_id() if form == "uuid" else "GB" for name, form in operation.path_formats.items()}
    if provision is not None and operation.path.startswith("/organisations/"):
        values[next(iter(values))] = provision.shared_organisation()
    return values


def test_nobody_is_served_without_a_credential(operation: Operation, api: ApiClient, expect: Expectations) -> None:
    answer = api.call(operation.id, path=_path(operation))
    expect.refusal(answer, UNAUTHORIZED, rule="reference: calls are made with an API key or a session token")


def test_an_organisation_must_be_selected(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    answer = api.call(operation.id, replace(caller, organisation=None), path=_path(operation))
    expect.refusal(answer, NO_HEADER, rule=SELECTED)


def test_an_organisation_that_is_not_there_cannot_be_selected(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    answer = api.call(operation.id, caller.selecting(unknown_id()), path=_path(operation))
    expect.refusal(answer, NOT_ACCESSIBLE, rule=SELECTED)


def test_what_is_no_id_is_refused(operation: Operation, api: ApiClient, expect: Expectations, caller: Caller) -> None:
    wrong = caller.selecting("no-uuid") if operation.needs_organisation else caller
    path = {name: "no-uuid" if form == "uuid" else "GB" for name, form in operation.path_formats.items()}
    expect.refusal(api.call(operation.id, wrong, path=path, **_json(operation)), INVALID, rule="contract: format uuid")


def test_a_body_that_is_no_object_is_refused(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    media_type = next(iter(operation.bodies))
    answer = api.call(operation.id, caller, path=_path(operation), data=b"\xff{", headers={"content-type": media_type})
    expect.refusal(answer, INVALID, rule="contract: the schema of the body")


def test_a_name_in_the_path_holds_no_nul(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    answer = api.call(operation.id, caller, path=dict.fromkeys(operation.path_formats, "a\0b"))
    expect.refusal(answer, INVALID)


def test_a_body_over_the_limit_is_refused(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    large = b'{"a": "' + b"a" * OVER_THE_LIMIT + b'"}'
    answer = api.call(
        operation.id, caller, path=_path(operation), data=large, headers={"content-type": "application/json"}
    )
    expect.refusal(answer, TOO_LARGE)


def test_an_upload_over_the_limit_is_refused(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    headers = {"content-type": f"{MULTIPART}; boundary=b"}
    answer = api.call(operation.id, caller, path=_path(operation), data=b"-" * 20 * OVER_THE_LIMIT, headers=headers)
    expect.refusal(answer, TOO_LARGE)


def test_a_body_of_another_media_type_is_refused(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller
) -> None:
    headers = {"content-type": "text/plain"}
    answer = api.call(operation.id, caller, path=_path(operation), data=b"{}", headers=headers)
    expect.refusal(answer, UNSUPPORTED, rule="contract: the media type of the body")


def test_a_cursor_that_no_list_gave_is_refused(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller, provision: Provision
) -> None:
    answer = api.call(operation.id, caller, path=_path(operation, provision), query={"Cursor": "no-such-cursor"})
    expect.refusal(answer, CURSOR)


def test_what_the_path_names_must_be_there(
    operation: Operation, api: ApiClient, expect: Expectations, caller: Caller, suite: Suite
) -> None:
    path = {name: unknown_id() if form == "uuid" else "zz" for name, form in operation.path_formats.items()}
    answer = api.call(operation.id, caller, path=path, **smallest_body(suite.contract, operation))
    expect.refusal(answer, _missing_code(operation), rule=REACH)


def _json(operation: Operation) -> dict[str, Any]:
    """A body of the right kind, where the operation takes one."""
    return {"json": {}} if "application/json" in operation.bodies else {}
