"""The payables of one organisation, made through the documented API."""

from dataclasses import dataclass
from typing import Any

from contract_tests.api_client import Answer
from contract_tests.clock import TargetClock
from contract_tests.records import Records

READING_SECONDS = 30
"""Assumed: how long the reading of an uploaded bill takes."""

_PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass(frozen=True)
class Purchases(Records):
    """Suppliers, bills and credit of an organisation of their own, so that its approval policies are known."""

    def supplier(self) -> str:
        return str(self.made("createSupplier", json={"name": self.provision.name("supplier")})["id"])

    def uploaded(self, name: str = "bill.pdf") -> str:
        """The id of a bill that is still to be read."""
        files = {"file": (name, _PDF, "application/pdf")}
        return str(self.made("uploadBill", status=202, files=files)["id"])

    def read(self, clock: TargetClock, name: str = "bill.pdf", **members: Any) -> str:
        """The id of a bill that was read, and corrected."""
        bill = self.uploaded(name)
        clock.advance(READING_SECONDS)
        if members:
            self.made("patchBill", bill, status=200, json=members)
        return bill

    def approved(self, clock: TargetClock, **members: Any) -> str:
        bill = self.read(clock, **members)
        self.made("submitBillForReview", bill, status=200)
        self.made("approveBill", bill, status=200)
        return bill

    def bill(self, bill: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.made("getBill", bill, status=200)
        return shown

    def note(self, supplier: str, amount: object = "60", **members: Any) -> str:
        """The id of a supplier credit note in draft."""
        body = {"currency": "GBP", "amount": amount, **members}
        return str(self.made("createSupplierCreditNote", supplier, json=body)["id"])

    def issued(self, supplier: str, amount: object = "60") -> str:
        note = self.note(supplier, amount)
        self.made("issueSupplierCreditNote", note, status=200)
        return note

    def apply(self, note: str, bill: str, amount: object) -> Answer:
        return self.call("applySupplierCreditNote", note, json={"billId": bill, "amount": amount})
