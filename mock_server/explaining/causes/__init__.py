"""The facts behind the refusals of operations, by error code."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mock_server.explaining.causes import access, codes, invites, numbers, records, roles, values
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact

Cause: TypeAlias = Callable[[Exchange], Iterator[Fact]]

CAUSES: Mapping[str, Cause] = {
    "Handoff.NoOrgAccess": access.no_access_to_organisation,
    "Organisation.NotFound": access.no_such_organisation,
    "User.NotInClient": access.user_not_in_client,
    "Mock.AlreadyMember": access.already_member,
    "Mock.AuthCodeUnknown": codes.seen,
    "Mock.AuthCodeExpired": codes.seen,
    "Mock.AuthCodeUsed": codes.seen,
    "Mock.InviteUnknown": invites.seen,
    "Mock.InviteExpired": invites.seen,
    "Mock.InviteUsed": invites.seen,
    "Mock.EmailNotInvited": invites.seen,
    "Mock.NotAdministrator": roles.of_organisation,
    "Mock.LastOwner": roles.of_both,
    "Mock.NotOwner": roles.of_both,
    "Member.Forbidden": roles.of_client,
    "Mock.NumberTaken": numbers.taken,
    "Mock.ExpiryInPast": numbers.moment_in_past,
    "Mock.IndustryNotFound": numbers.no_such_industry,
    "Mock.BillInvalid": records.bill,
    "Conversation.Forbidden": records.conversation,
    "Mock.InvalidCursor": values.cursor,
    "Mock.DatesOutOfOrder": values.dates,
    **dict.fromkeys(
        (
            "Mock.AmountExceedsOutstanding",
            "Mock.AmountTooLarge",
            "Mock.AmountTooPrecise",
            "Mock.AmountsOutOfOrder",
            "Mock.CurrencyMismatch",
            "Mock.CurrencyRequired",
        ),
        values.amounts,
    ),
    **dict.fromkeys(
        (
            "ApprovalPolicy.NotFound",
            "Bill.NotFound",
            "Customer.NotFound",
            "Invoice.NotFound",
            "Product.NotFound",
            "PurchaseOrder.NotFound",
            "Supplier.NotFound",
            "SupplierCreditNote.NotFound",
            "Mock.RecordNotFound",
            "Mock.InvalidState",
            "Mock.SupplierMismatch",
            "Mock.MatchUnresolved",
            "Mock.LineMatched",
        ),
        records.seen,
    ),
}
