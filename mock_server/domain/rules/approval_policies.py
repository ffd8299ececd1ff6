"""Rules on approval policies. The codes are assumed; that an amount condition needs a currency is documented."""

from decimal import Decimal

from mock_server.catalogue import AMOUNTS_OUT_OF_ORDER, CURRENCY_REQUIRED
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(CURRENCY_REQUIRED)
def require_condition_currency(currency: Json, *, conditional: bool) -> Json:
    """A condition on the amount says in which currency."""
    if conditional and currency is None:
        raise Violation(CURRENCY_REQUIRED)
    return currency


@refuses_with(AMOUNTS_OUT_OF_ORDER)
def require_amounts_in_order(least: Decimal | None, most: Decimal | None) -> None:
    """The least amount is not above the largest."""
    if least is not None and most is not None and least > most:
        raise Violation(AMOUNTS_OUT_OF_ORDER)
