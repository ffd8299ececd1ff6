"""Rules on records: one that does not exist, or not for this caller, is missing."""

from mock_server.catalogue import (
    APPROVAL_POLICY_NOT_FOUND,
    BILL_NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    INVOICE_NOT_FOUND,
    PRODUCT_NOT_FOUND,
    PURCHASE_ORDER_NOT_FOUND,
    RECORD_NOT_FOUND,
    SUPPLIER_CREDIT_NOTE_NOT_FOUND,
    SUPPLIER_NOT_FOUND,
    ErrorCode,
)
from mock_server.domain.model import Document
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(
    APPROVAL_POLICY_NOT_FOUND,
    BILL_NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    INVOICE_NOT_FOUND,
    PRODUCT_NOT_FOUND,
    PURCHASE_ORDER_NOT_FOUND,
    RECORD_NOT_FOUND,
    SUPPLIER_CREDIT_NOTE_NOT_FOUND,
    SUPPLIER_NOT_FOUND,
)
def require_document(document: Document | None, missing: ErrorCode) -> Document:
    """The record exists, within the caller's reach."""
    if document is None:
        raise Violation(missing)
    return document
