"""Rules on who calls. That a refusal is 401 with `Mock.Unauthorized` is assumed."""

from typing import TypeVar

from mock_server.catalogue import UNAUTHORIZED
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation

T = TypeVar("T")


@refuses_with(UNAUTHORIZED)
def require_credential(found: T | None, reason: str) -> T:
    """The credential that was sent is one of this world's.

    `reason` says what is wrong otherwise.
    """
    if found is None:
        raise Violation(UNAUTHORIZED, reason=reason)
    return found
