"""Rules on memberships."""

from typing import TypeVar

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.model import ClientMembership, Membership
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation

M = TypeVar("M", Membership, ClientMembership)


@refuses_with(RECORD_NOT_FOUND)
def require_membership(membership: M | None) -> M:
    """The user is a member."""
    if membership is None:
        raise Violation(RECORD_NOT_FOUND)
    return membership
