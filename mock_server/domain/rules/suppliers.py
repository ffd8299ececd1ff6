"""Rules on suppliers."""

from mock_server.catalogue import SUPPLIER_MISMATCH
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(SUPPLIER_MISMATCH)
def require_same_supplier(supplier_id: Json, wanted: Json) -> None:
    """The bill is one of the supplier's."""
    if supplier_id != wanted:
        raise Violation(SUPPLIER_MISMATCH)
