"""Each rule: what it lets through and returns, and the code that it refuses with."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mock_server.catalogue import (
    APPROVAL_POLICY_NOT_FOUND,
    BILL_NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    INVOICE_NOT_FOUND,
    PRODUCT_NOT_FOUND,
    PURCHASE_ORDER_NOT_FOUND,
    SUPPLIER_CREDIT_NOTE_NOT_FOUND,
    SUPPLIER_NOT_FOUND,
)
from mock_server.domain.access import OrganisationAccess
from mock_server.domain.model import (
    ApiKey,
    ApiKeyId,
    ClientId,
    ClientInvite,
    Document,
    Industry,
    IndustryId,
    Membership,
    Organisation,
    OrganisationId,
    Role,
    UsedCode,
    User,
    UserId,
)
from mock_server.domain.money import LARGEST
from mock_server.domain.payables.issues import Issue
from mock_server.domain.rules.amounts import require_at_most, require_payable, require_same_currency, require_writable
from mock_server.domain.rules.api_keys import require_future, require_key
from mock_server.domain.rules.approval_policies import require_amounts_in_order, require_condition_currency
from mock_server.domain.rules.auth_codes import require_issued_code, require_unexpired_code, require_unused_code
from mock_server.domain.rules.bank_details import require_profile
from mock_server.domain.rules.bills import require_no_issues
from mock_server.domain.rules.client_invites import (
    require_invited_email,
    require_issued_invite,
    require_unexpired_invite,
    require_unused_invite,
)
from mock_server.domain.rules.conversations import require_own_conversation
from mock_server.domain.rules.credentials import require_credential
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.rules.documents import require_document
from mock_server.domain.rules.given import NIL_UUID, given_id
from mock_server.domain.rules.lines import require_known_line, require_matched_kept
from mock_server.domain.rules.matching import require_match_resolved
from mock_server.domain.rules.memberships import require_membership
from mock_server.domain.rules.numbers import require_free
from mock_server.domain.rules.organisations import (
    require_handoff_access,
    require_handoff_organisation_id,
    require_industry,
    require_organisation,
    require_organisation_header,
    require_organisation_of,
    require_selectable,
)
from mock_server.domain.rules.recurring import require_not_begun, require_total_not_passed
from mock_server.domain.rules.roles import (
    require_administrator,
    require_client_role,
    require_owner_among,
    require_owner_for,
)
from mock_server.domain.rules.rule import RULES
from mock_server.domain.rules.states import require_state
from mock_server.domain.rules.suppliers import require_same_supplier
from mock_server.domain.rules.users import require_not_yet_member, require_user_id, require_user_in_client
from mock_server.domain.violations import Violation
from mock_server.json_value import Json
from tests.asgi import NOON

OURS, THEIRS = ClientId("ours"), ClientId("theirs")
USER = User(UserId("u"), "u@example.com")
INDUSTRY = Industry(IndustryId("i"), "Bakery")
ORGANISATION = Organisation(OrganisationId("o"), OURS, "O", INDUSTRY.id, NOON)
MEMBERSHIP = Membership(USER.id, ORGANISATION.id, OURS, Role.MEMBER, None, NOON)
ACCESS = OrganisationAccess(ORGANISATION, Role.MEMBER)
SECOND = timedelta(seconds=1)
KEY = ApiKey(ApiKeyId("k"), "secret", OURS)
INVITE = ClientInvite("token", OURS, USER.email, Role.ADMIN, NOON)

RECORD = Document("agent.conversations", "c", ORGANISATION.id, {})

LETS_THROUGH: list[tuple[Callable[[], Any], Any]] = [
    (lambda: require_issued_code("x"), "x"),
    (lambda: require_unexpired_code(NOON + SECOND, NOON), None),
    (lambda: require_unused_code(None), None),
    (lambda: require_own_conversation(RECORD, own=True), RECORD),
    (lambda: require_credential("x", "reason"), "x"),
    (lambda: require_profile("x"), "x"),
    (lambda: require_free(taken=False, what="number"), None),
    (lambda: require_industry(INDUSTRY), INDUSTRY),
    (lambda: require_organisation(ORGANISATION), ORGANISATION),
    (lambda: require_organisation_of(OURS, ORGANISATION), ORGANISATION),
    (lambda: require_handoff_organisation_id("ABC"), "abc"),
    (lambda: require_handoff_access(ACCESS), ACCESS),
    (lambda: require_organisation_header("x"), "x"),
    (lambda: require_selectable(ORGANISATION, accessible=True), ORGANISATION),
    (lambda: require_user_id("ABC"), "abc"),
    (lambda: require_user_in_client(USER, OURS, [MEMBERSHIP]), USER),
    (lambda: require_not_yet_member(None), None),
    (lambda: require_condition_currency("GBP", conditional=True), "GBP"),
    (lambda: require_condition_currency(None, conditional=False), None),
    (lambda: require_amounts_in_order(Decimal(1), Decimal(1)), None),
    (lambda: require_amounts_in_order(None, Decimal(1)), None),
    (lambda: require_no_issues([]), None),
    (lambda: require_known_line(known=True), None),
    (lambda: require_matched_kept(kept=True, what="a line stays"), None),
    (lambda: require_match_resolved(open_variances=False), None),
    (lambda: require_same_supplier("s", "s"), None),
    (lambda: require_not_begun(0), None),
    (lambda: require_total_not_passed(2, 2), None),
    (lambda: require_total_not_passed(None, 2), None),
    (lambda: require_membership(MEMBERSHIP), MEMBERSHIP),
    (lambda: require_administrator({Role.MEMBER, Role.ADMIN}), None),
    (lambda: require_administrator({Role.OWNER}), None),
    (lambda: require_client_role(Role.ADMIN), Role.ADMIN),
    (lambda: require_client_role(Role.MEMBER, tuple(Role)), Role.MEMBER),
    (lambda: require_owner_for((Role.MEMBER, Role.ADMIN), Role.ADMIN), None),
    (lambda: require_owner_for((Role.MEMBER, Role.OWNER), Role.OWNER), None),
    (lambda: require_owner_among([Role.MEMBER, Role.OWNER]), None),
    (lambda: require_key(KEY), KEY),
    (lambda: require_future(None, NOON), None),
    (lambda: require_future(NOON + SECOND, NOON), NOON + SECOND),
    (lambda: require_issued_invite(INVITE), INVITE),
    (lambda: require_unexpired_invite(INVITE, NOON - SECOND), None),
    (lambda: require_unused_invite(None), None),
    (lambda: require_invited_email(INVITE, USER.email), None),
    (lambda: require_same_currency("GBP", "GBP", what="x", other="y"), None),
    (lambda: require_at_most(Decimal("1.00"), Decimal(1), "left"), Decimal(1)),
    (lambda: require_writable(LARGEST, "total"), LARGEST),
    (lambda: require_payable(Decimal("1.230"), "GBP"), Decimal("1.23")),
    (lambda: require_payable(Decimal("1.234"), "KWD"), Decimal("1.234")),
    (lambda: require_in_order("2025-01-01T01:00:00+01:00", "2025-01-01T00:00:00Z", names=("a", "b")), None),
    (lambda: require_in_order(None, "2025-01-01T00:00:00Z", names=("a", "b")), None),
    (lambda: require_in_order("2025-01-01T00:00:00Z", None, names=("a", "b")), None),
    (lambda: require_state("Draft", {"Draft", "Sent"}), None),
]

REFUSES: list[tuple[Callable[[], Any], str]] = [
    (lambda: require_issued_code(None), "Mock.AuthCodeUnknown"),
    (lambda: require_unexpired_code(NOON, NOON), "Mock.AuthCodeExpired"),
    (lambda: require_unexpired_code(NOON - SECOND, NOON), "Mock.AuthCodeExpired"),
    (lambda: require_unused_code(UsedCode("x", NOON)), "Mock.AuthCodeUsed"),
    (lambda: require_own_conversation(RECORD, own=False), "Conversation.Forbidden"),
    (lambda: require_credential(None, "reason"), "Mock.Unauthorized"),
    (lambda: require_profile(None), "Mock.RecordNotFound"),
    (lambda: require_free(taken=True, what="number"), "Mock.NumberTaken"),
    (lambda: require_industry(None), "Mock.IndustryNotFound"),
    (lambda: require_organisation(None), "Organisation.NotFound"),
    (lambda: require_organisation_of(OURS, None), "Organisation.NotFound"),
    (lambda: require_organisation_of(THEIRS, ORGANISATION), "Organisation.NotFound"),
    (lambda: require_handoff_organisation_id(NIL_UUID), "Handoff.MissingOrganisationId"),
    (lambda: require_handoff_access(None), "Handoff.NoOrgAccess"),
    (lambda: require_organisation_header(None), "Mock.MissingOrganisationHeader"),
    (lambda: require_organisation_header(""), "Mock.MissingOrganisationHeader"),
    (lambda: require_selectable(None, accessible=False), "Mock.OrganisationNotAccessible"),
    (lambda: require_selectable(ORGANISATION, accessible=False), "Mock.OrganisationNotAccessible"),
    (lambda: require_user_id(None), "User.MissingUserId"),
    (lambda: require_user_in_client(None, OURS, [MEMBERSHIP]), "User.NotInClient"),
    (lambda: require_user_in_client(USER, OURS, []), "User.NotInClient"),
    (lambda: require_user_in_client(USER, THEIRS, [MEMBERSHIP]), "User.NotInClient"),
    (lambda: require_not_yet_member(MEMBERSHIP), "Mock.AlreadyMember"),
    (lambda: require_condition_currency(None, conditional=True), "Mock.CurrencyRequired"),
    (lambda: require_amounts_in_order(Decimal("1.01"), Decimal(1)), "Mock.AmountsOutOfOrder"),
    (lambda: require_no_issues([Issue("currency", "FieldMissing", "It is required.")]), "Mock.BillInvalid"),
    (lambda: require_known_line(known=False), "Mock.RecordNotFound"),
    (lambda: require_matched_kept(kept=False, what="a line stays"), "Mock.LineMatched"),
    (lambda: require_match_resolved(open_variances=True), "Mock.MatchUnresolved"),
    (lambda: require_same_supplier(None, "s"), "Mock.SupplierMismatch"),
    (lambda: require_document(None, SUPPLIER_NOT_FOUND), "Supplier.NotFound"),
    (lambda: require_document(None, SUPPLIER_CREDIT_NOTE_NOT_FOUND), "SupplierCreditNote.NotFound"),
    (lambda: require_document(None, BILL_NOT_FOUND), "Bill.NotFound"),
    (lambda: require_document(None, PURCHASE_ORDER_NOT_FOUND), "PurchaseOrder.NotFound"),
    (lambda: require_document(None, APPROVAL_POLICY_NOT_FOUND), "ApprovalPolicy.NotFound"),
    (lambda: require_not_begun(1), "Mock.InvalidState"),
    (lambda: require_total_not_passed(1, 2), "Mock.InvalidState"),
    (lambda: require_membership(None), "Mock.RecordNotFound"),
    (lambda: require_administrator({Role.MEMBER}), "Mock.NotAdministrator"),
    (lambda: require_administrator(()), "Mock.NotAdministrator"),
    (lambda: require_client_role(Role.MEMBER), "Member.Forbidden"),
    (lambda: require_client_role(None, tuple(Role)), "Member.Forbidden"),
    (lambda: require_owner_for((Role.MEMBER, Role.OWNER), Role.ADMIN), "Mock.NotOwner"),
    (lambda: require_owner_for((Role.OWNER, Role.MEMBER), Role.ADMIN), "Mock.NotOwner"),
    (lambda: require_owner_among([Role.MEMBER, Role.ADMIN]), "Mock.LastOwner"),
    (lambda: require_owner_among([]), "Mock.LastOwner"),
    (lambda: require_key(None), "Mock.RecordNotFound"),
    (lambda: require_future(NOON, NOON), "Mock.ExpiryInPast"),
    (lambda: require_issued_invite(None), "Mock.InviteUnknown"),
    (lambda: require_unexpired_invite(INVITE, NOON), "Mock.InviteExpired"),
    (lambda: require_unused_invite(INVITE), "Mock.InviteUsed"),
    (lambda: require_invited_email(INVITE, None), "Mock.EmailNotInvited"),
    (lambda: require_invited_email(INVITE, USER.email.upper()), "Mock.EmailNotInvited"),
    (lambda: require_same_currency("GBP", "EUR", what="x", other="y"), "Mock.CurrencyMismatch"),
    (lambda: require_at_most(Decimal("1.01"), Decimal(1), "left"), "Mock.AmountExceedsOutstanding"),
    (lambda: require_writable(LARGEST + Decimal("0.01"), "total"), "Mock.AmountTooLarge"),
    (lambda: require_writable(-LARGEST - 1, "total"), "Mock.AmountTooLarge"),
    (lambda: require_payable(Decimal("1.234"), "GBP"), "Mock.AmountTooPrecise"),
    (lambda: require_payable(Decimal("1.5"), "JPY"), "Mock.AmountTooPrecise"),
    (
        lambda: require_in_order("2025-01-01T00:00:00Z", "2024-12-31T23:59:59Z", names=("a", "b")),
        "Mock.DatesOutOfOrder",
    ),
    (lambda: require_state("Sent", {"Draft"}), "Mock.InvalidState"),
    (lambda: require_state(None, {"Draft"}), "Mock.InvalidState"),
    (lambda: require_document(None, INVOICE_NOT_FOUND), "Invoice.NotFound"),
    (lambda: require_document(None, CUSTOMER_NOT_FOUND), "Customer.NotFound"),
    (lambda: require_document(None, PRODUCT_NOT_FOUND), "Product.NotFound"),
]


@pytest.mark.parametrize(("rule", "proved"), LETS_THROUGH)
def test_a_rule_returns_what_it_proved(rule: Callable[[], Any], proved: object) -> None:
    assert rule() == proved


@pytest.mark.parametrize(("rule", "code"), REFUSES)
def test_a_rule_refuses_with_its_code(rule: Callable[[], Any], code: str) -> None:
    with pytest.raises(Violation) as caught:
        rule()
    assert caught.value.code.code == code
    assert caught.value.detail


def test_every_code_that_a_rule_is_bound_to_is_refused_with_in_these_tests() -> None:
    assert RULES.keys() == {code for _, code in REFUSES}


@pytest.mark.parametrize("sent", [None, "", NIL_UUID])
def test_an_id_that_is_missing_empty_or_nil_is_not_given(sent: Json) -> None:
    assert given_id(sent) is None


def test_an_id_is_the_same_in_either_case() -> None:
    assert given_id("ABCDEF") == given_id("abcdef") == "abcdef"
