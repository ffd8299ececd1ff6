"""The payables of one organisation, by the documented calls, on a server that checks its own answers."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.asgi import ACME_KEY, BRIGHTSIDE, InProcess

MISSING = "0f0f0f0f-0000-4000-8000-000000000000"
READING_SECONDS = 30


@dataclass
class Payables:
    """Of Brightside, which has none in the scenario. Calls are made by the client's backend, or in a session."""

    mock: InProcess
    organisation: str = BRIGHTSIDE
    key: str = ACME_KEY
    token: str | None = None

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"x-dolfin-organisation-id": self.organisation}
        if self.token is not None:
            return self.mock.with_token(self.token, method, path, headers=headers, **options)
        return self.mock.with_key(method, path, key=self.key, headers=headers, **options)

    def made(self, method: str, path: str, **options: Any) -> Any:
        response = self.call(method, path, **options)
        assert response.status_code in (200, 201, 202), response.text
        return response.json()

    def supplier(self, name: str = "Northgate Paper Ltd", **members: Any) -> str:
        return str(self.made("POST", "/suppliers", json={"name": name, **members})["id"])

    def uploaded(self, name: str = "invoice.pdf") -> str:
        """The id of a bill that is still being read."""
        return str(self.made("POST", "/bills", files={"file": (name, b"%PDF-1.7")})["id"])

    def read_bill(self, **members: Any) -> str:
        """The id of a bill in PendingReview, corrected."""
        bill = self.uploaded()
        self.mock.advance(READING_SECONDS)
        if members:
            self.made("PATCH", f"/bills/{bill}", json=members)
        return bill

    def approved_bill(self, **members: Any) -> str:
        bill = self.read_bill(**members)
        self.made("POST", f"/bills/{bill}/submit-review")
        self.made("POST", f"/bills/{bill}/approve")
        return bill

    def paid_bill(self, **members: Any) -> str:
        """The id of a bill that is paid now."""
        bill = self.approved_bill(**members)
        now = self.mock.request("GET", "/__mock__/clock").json()["now"]
        self.made("POST", f"/bills/{bill}/schedule-payment", json={"paymentDate": now})
        return bill

    def bill(self, bill_id: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.made("GET", f"/bills/{bill_id}")
        return shown

    def issued_note(self, supplier: str, amount: str, **members: Any) -> str:
        """The id of a supplier credit note that can be applied."""
        body = {"currency": "GBP", "amount": amount, **members}
        note = str(self.made("POST", f"/suppliers/{supplier}/credit-notes", json=body)["id"])
        self.made("POST", f"/supplier-credit-notes/{note}/issue")
        return note
