"""Where a generator cannot know what a server may refuse: each exception with its reason, as narrow as it can be."""

from collections.abc import Mapping
from dataclasses import dataclass

from contract_tests.contract import Contract


@dataclass(frozen=True, slots=True)
class StatusException:
    """Statuses that a schema-valid request of an operation may get besides success, and why."""

    statuses: tuple[int, ...]
    reason: str


_UNKNOWN_CODE = StatusException((400,), "a valid auth code cannot be made up: a random one is refused with 400")
_RANDOM_CURSOR = StatusException((400,), "a cursor cannot be made up: a random one is refused with 400")
_INVITE = StatusException((400,), "a valid invite cannot be made up: a random token is refused with 400")
_EXPIRY = StatusException((400,), "a random moment may lie in the past: no key is made for it")
_AMOUNT = StatusException((400,), "a random amount may be more than is owed, or have a fraction of the minor unit")
_PAYMENT = StatusException((400,), f"{_AMOUNT.reason}; a random moment may lie in the future: nothing was paid then")
_INVOICE = StatusException((400,), "random dates, currencies and amounts may not fit together, or may be too large")
_TEXT = StatusException((400,), "a random text may hold NUL, which no query string may")
_BILL = StatusException((400,), "a bill that was given random amounts and dates need not agree with itself")
_PAYMENT_DATE = StatusException((400,), "a random moment may lie in the past: no payment is scheduled for it")
_ORDER = StatusException((400,), "random dates may be out of order, and random lines too large")
_POLICY = StatusException((400,), "random bounds may be out of order, or come without a currency")
_RANGE = StatusException((400,), "a random range may end before it starts")
_BY_OPERATION = {
    "exchangeAuthCode": _UNKNOWN_CODE,
    "acceptClientInvite": _INVITE,
    "createApiKey": _EXPIRY,
    "createInvoice": _INVOICE,
    "patchInvoice": _INVOICE,
    "recordInvoicePayment": _PAYMENT,
    "previewInvoiceEmail": _TEXT,
    "createInvoiceCreditNote": _AMOUNT,
    "issueInvoiceCreditNote": _AMOUNT,
    "validateBill": _BILL,
    "patchBill": _BILL,
    "scheduleBillPayment": _PAYMENT_DATE,
    "createSupplierCreditNote": _AMOUNT,
    "applySupplierCreditNote": _AMOUNT,
    "createPurchaseOrder": _ORDER,
    "replacePurchaseOrder": _ORDER,
    "createApprovalPolicy": _POLICY,
    "replaceApprovalPolicy": _POLICY,
    "getSpendSummary": _RANGE,
}
_READ_WHEN_VOID = ("getInvoice", "listInvoicePayments", "listInvoiceReminders", "listInvoiceCreditNotes")
_KEPT = "deleting an invoice is documented to void it and keep the record: it can still be read"
_GENERALLY_ACCEPTED = (200, 201, 202, 204, 401, 403, 404, 409)


def status_exceptions(contract: Contract) -> Mapping[str, StatusException]:
    """The exceptions by operationId: those above, and every list that takes a cursor."""
    found = {name: exception for name, exception in _BY_OPERATION.items() if name in contract.operations}
    for operation in contract.operations.values():
        if any(code.name == "Mock.InvalidCursor" for code in operation.codes):
            found[operation.id] = _RANDOM_CURSOR
    return found


def reasons(contract: Contract) -> dict[str, str]:
    """Why each operation that has exceptions has them."""
    found = {name: exception.reason for name, exception in status_exceptions(contract).items()}
    for name in _kept(contract):
        found[name] = "; ".join([*([found[name]] if name in found else []), _KEPT])
    return found


def check_settings(contract: Contract) -> dict[str, dict[str, dict[str, object]]]:
    """The exceptions as Schemathesis takes them: its settings of checks, by operationId."""
    found: dict[str, dict[str, dict[str, object]]] = {
        name: {"positive_data_acceptance": {"expected-statuses": _accepted(exception)}}
        for name, exception in status_exceptions(contract).items()
    }
    for name in _kept(contract):
        found.setdefault(name, {})["use_after_free"] = {"enabled": False}
    return found


def _kept(contract: Contract) -> list[str]:
    return [name for name in _READ_WHEN_VOID if name in contract.operations]


def _accepted(exception: StatusException) -> list[str]:
    """What Schemathesis is to take for a schema-valid request."""
    return [str(status) for status in (*_GENERALLY_ACCEPTED, *exception.statuses)]
