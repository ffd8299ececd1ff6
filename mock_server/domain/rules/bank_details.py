"""Rules on bank details."""

from typing import TypeVar

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation

T = TypeVar("T")


@refuses_with(RECORD_NOT_FOUND)
def require_profile(profile: T | None) -> T:
    """There are rules for bank details in the country."""
    if profile is None:
        raise Violation(RECORD_NOT_FOUND)
    return profile
