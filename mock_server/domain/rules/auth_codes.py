"""Rules on redeeming a code (C9, C10). Which refusal has which code is assumed."""

from datetime import datetime
from typing import TypeVar

from mock_server.catalogue import AUTH_CODE_EXPIRED, AUTH_CODE_UNKNOWN, AUTH_CODE_USED
from mock_server.domain import times
from mock_server.domain.model import UsedCode
from mock_server.domain.policy import AUTH_CODE_LIFETIME
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation

T = TypeVar("T")


@refuses_with(AUTH_CODE_UNKNOWN)
def require_issued_code(found: T | None) -> T:
    """The code is one of ours: signed here, for this world, and still known."""
    if found is None:
        raise Violation(AUTH_CODE_UNKNOWN)
    return found


@refuses_with(AUTH_CODE_EXPIRED)
def require_unexpired_code(expires_at: datetime, now: datetime) -> None:
    """A code lives 10 minutes: at its last moment it is over."""
    if now >= expires_at:
        minutes = int(AUTH_CODE_LIFETIME.total_seconds() // 60)
        raise Violation(AUTH_CODE_EXPIRED, expired_at=times.written(expires_at), minutes=minutes)


@refuses_with(AUTH_CODE_USED)
def require_unused_code(used: UsedCode | None) -> None:
    """A code works once."""
    if used is not None:
        raise Violation(AUTH_CODE_USED)
