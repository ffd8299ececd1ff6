"""Rules on API keys."""

from datetime import datetime

from mock_server.catalogue import EXPIRY_IN_PAST, RECORD_NOT_FOUND
from mock_server.domain.model import ApiKey
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(EXPIRY_IN_PAST)
def require_future(expires_at: datetime | None, now: datetime) -> datetime | None:
    """A key that ends does so later than now."""
    if expires_at is not None and expires_at <= now:
        raise Violation(EXPIRY_IN_PAST)
    return expires_at


@refuses_with(RECORD_NOT_FOUND)
def require_key(key: ApiKey | None) -> ApiKey:
    """The client has the key."""
    if key is None:
        raise Violation(RECORD_NOT_FOUND)
    return key
