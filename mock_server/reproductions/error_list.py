"""The list of error codes: what each means, and which operations of a contract refuse with it."""

from collections.abc import Sequence

from mock_server.catalogue import CODES
from mock_server.contract.document import Contract
from mock_server.json_value import Json


def error_rows(contract: Contract) -> Sequence[dict[str, Json]]:
    """One for each code, in the order of the catalogue; those of the server itself come last and name no operation."""
    operations: dict[str, list[str]] = {}
    for operation in contract.operations.values():
        for row in operation.error_codes:
            operations.setdefault(row.code, []).append(operation.id)
    return [
        {
            "code": row.code,
            "status": row.status,
            "source": row.source,
            "enforced": row.enforced,
            "meaning": row.meaning,
            "remedy": row.remedy,
            "operations": operations.get(row.code, []),
        }
        for row in CODES.values()
    ]
