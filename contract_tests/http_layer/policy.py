"""What may leave the process."""

from dataclasses import dataclass

from contract_tests.contract import Operation

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOGIN_OPERATIONS = frozenset({"createAuthCode", "exchangeAuthCode"})
HARMLESS_OPERATIONS = frozenset({"validateBankDetails"})
"""POST operations that change nothing."""

OUTREACHING_OPERATIONS = frozenset(
    {
        "acceptClientInvite",
        "backfillGmailConnection",
        "beginGmailConnection",
        "callMcp",
        "chatWithApAgent",
        "chatWithArAgent",
        "createCheckoutSession",
        "createClientInvite",
        "createPaymentAccountLink",
        "createPaymentAccountSession",
        "createWebhookSubscription",
        "enablePaymentAccount",
        "extractRecurringInvoiceTerms",
        "payBillByBank",
        "reclassifyBill",
        "retryBillOcr",
        "retryWebhookDelivery",
        "scheduleBillPayment",
        "sendInvoice",
        "sendInvoiceReminder",
        "syncGmailConnection",
        "uploadBill",
    }
)
"""Operations with effects outside the API: e-mail, payments, other people's services, paid models."""

CONTROL_PREFIX = "/__mock__/"
BEYOND = "generated requests change only organisations that the run made, on a server that is not a mock"


@dataclass(frozen=True, slots=True)
class Policy:
    """`writes`: state may be changed. `logins`: the two login calls may be made all the same.

    `undeclared`: methods and paths that the contract does not declare may be tried. `control`: the mock's
    clock may be moved. `outreach`: operations with effects outside the API may be called.
    """

    writes: bool
    logins: bool
    undeclared: bool
    control: bool
    outreach: bool = False

    def refusal(self, method: str, path: str, operation: Operation | None) -> str | None:
        """Why this request must not be sent; None where it may."""
        if path.startswith(CONTROL_PREFIX):
            return None if self.control or method == "GET" else "the mock's controls are not to be touched"
        if operation is None:
            harmless = method in READING_METHODS
            return None if self.undeclared or harmless else f"{method} is not declared for this path"
        if changes_nothing(operation) or (operation.id in LOGIN_OPERATIONS and self.logins):
            return None
        if not self.writes:
            return f"{operation.id} changes state: allow that with --allow-writes"
        if operation.id in OUTREACHING_OPERATIONS and not self.outreach:
            return f"{operation.id} has effects outside the API: allow that with --allow-outreach"
        return None


def changes_nothing(operation: Operation) -> bool:
    return operation.method in READING_METHODS or operation.id in HARMLESS_OPERATIONS
