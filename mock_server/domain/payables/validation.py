"""Whether a bill is complete and agrees with itself. What is checked is documented, the codes are assumed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from mock_server.bank_details.check import canonical, errors_of
from mock_server.domain.money import decimal
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.issues import Issue

_REQUIRED = ("supplierName", "invoiceNumber", "invoiceDate", "dueDate", "currency", "totalAmount")
"""Assumed; a linked supplier stands for its name."""


def issues_of(bill: Bill) -> list[Issue]:
    """Everything that is wrong with the bill."""
    return [*_missing(bill), *_lines(bill), *_total(bill), *_bank_details(bill)]


def _missing(bill: Bill) -> Iterator[Issue]:
    known = {name for name in _REQUIRED if bill.body.get(name) not in (None, "")}
    if bill.body.get("supplierId") is not None:
        known.add("supplierName")
    yield from (Issue(name, "FieldMissing", f"{name} is required.") for name in _REQUIRED if name not in known)


def _lines(bill: Bill) -> Iterator[Issue]:
    nets = [decimal(line["subTotal"]) for line in bill.lines if line.get("subTotal") is not None]
    net = bill.body.get("subTotal")
    if nets and net is not None and sum(nets, Decimal(0)) != decimal(net):
        yield Issue("subTotal", "LinesNotSubTotal", "The lines do not add up to subTotal.")


def _total(bill: Bill) -> Iterator[Issue]:
    net, tax, total = (bill.body.get(name) for name in ("subTotal", "taxAmount", "totalAmount"))
    if None not in (net, tax, total) and decimal(net) + decimal(tax) != decimal(total):
        yield Issue("totalAmount", "TotalNotSum", "subTotal and taxAmount do not add up to totalAmount.")


def _bank_details(bill: Bill) -> Iterator[Issue]:
    details = bill.body.get("bankDetails")
    if isinstance(details, Mapping):
        for error in errors_of(canonical(details)):
            yield Issue(f"bankDetails.{error.field}", error.code, error.message)
