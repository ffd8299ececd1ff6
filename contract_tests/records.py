"""The records of one organisation, made and changed by the documented operations."""

from dataclasses import dataclass
from typing import Any

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision


@dataclass(frozen=True)
class Records:
    """Of the organisation that the caller selects."""

    api: ApiClient
    expect: Expectations
    provision: Provision
    caller: Caller

    def call(self, operation_id: str, record: str | None = None, **parts: Any) -> Answer:
        """The answer of an operation, on a record where it is on one."""
        named = {} if record is None else dict.fromkeys(("id", "invoiceId", "supplierId", "creditNoteId"), record)
        return self.api.call(operation_id, self.caller, path={**named, **parts.pop("path", {})}, **parts)

    def made(self, operation_id: str, record: str | None = None, *, status: int = 201, **parts: Any) -> Any:
        return self.expect.success(self.call(operation_id, record, **parts), status)
