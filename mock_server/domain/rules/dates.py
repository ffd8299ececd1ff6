"""Rules on dates."""

from mock_server.catalogue import DATES_OUT_OF_ORDER
from mock_server.domain import times
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(DATES_OUT_OF_ORDER)
def require_in_order(earlier: Json, later: Json, *, names: tuple[str, str]) -> None:
    """The later of two moments (RFC 3339 texts; null is no moment) is not before the earlier one."""
    if earlier is not None and later is not None and times.read(str(later)) < times.read(str(earlier)):
        raise Violation(DATES_OUT_OF_ORDER, earlier=names[0], later=names[1])
