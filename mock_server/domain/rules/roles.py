"""Rules on roles: who may administer, and who may make or unmake an Owner (the latter is assumed)."""

from collections.abc import Collection, Iterable

from mock_server.catalogue import LAST_OWNER, MEMBER_FORBIDDEN, NOT_ADMINISTRATOR, NOT_OWNER
from mock_server.domain.access import ADMINISTRATORS
from mock_server.domain.model import Role
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(NOT_ADMINISTRATOR)
def require_administrator(roles: Collection[Role]) -> None:
    """One of the caller's roles is Admin or Owner."""
    if ADMINISTRATORS.isdisjoint(roles):
        raise Violation(NOT_ADMINISTRATOR)


@refuses_with(MEMBER_FORBIDDEN)
def require_client_role(role: Role | None, allowed: Collection[Role] = ADMINISTRATORS) -> Role:
    """The caller has one of the roles in the client: Admin or Owner, unless it says otherwise."""
    if role is None or role not in allowed:
        raise Violation(MEMBER_FORBIDDEN)
    return role


@refuses_with(NOT_OWNER)
def require_owner_for(changed: Collection[Role], role: Role) -> None:
    """Whoever gives or takes the role Owner has it."""
    if Role.OWNER in changed and role is not Role.OWNER:
        raise Violation(NOT_OWNER)


@refuses_with(LAST_OWNER)
def require_owner_among(others: Iterable[Role]) -> None:
    """Somebody else is Owner."""
    if Role.OWNER not in others:
        raise Violation(LAST_OWNER)
