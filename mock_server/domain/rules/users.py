"""Rules on users (C5, C7, C8)."""

from collections.abc import Sequence

from mock_server.catalogue import ALREADY_MEMBER, USER_MISSING_USER_ID, USER_NOT_IN_CLIENT
from mock_server.domain.model import ClientId, ClientMembership, Membership, User, UserId
from mock_server.domain.rules.given import given_id
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(USER_MISSING_USER_ID)
def require_user_id(sent: Json) -> UserId:
    """A user id was sent, and not the nil UUID."""
    user_id = given_id(sent)
    if user_id is None:
        raise Violation(USER_MISSING_USER_ID)
    return UserId(user_id)


@refuses_with(USER_NOT_IN_CLIENT)
def require_user_in_client(user: User | None, client_id: ClientId, memberships: Sequence[Membership]) -> User:
    """The user is in an organisation under the client."""
    if user is None or client_id not in [membership.client_id for membership in memberships]:
        raise Violation(USER_NOT_IN_CLIENT)
    return user


@refuses_with(ALREADY_MEMBER)
def require_not_yet_member(membership: Membership | ClientMembership | None) -> None:
    """The user can be added to an organisation, or to a client's portal, once."""
    if membership is not None:
        raise Violation(ALREADY_MEMBER)
