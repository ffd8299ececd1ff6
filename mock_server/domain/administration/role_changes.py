"""When a role may become another."""

from collections.abc import Iterable

from mock_server.domain.model import Role
from mock_server.domain.rules.roles import require_owner_among, require_owner_for


def require_role_change(caller: Role, present: Role, wanted: Role, others: Iterable[Role]) -> None:
    """The caller may give the role in place of the present one, and an Owner is left among the others.

    Raises Violation: Mock.NotOwner or Mock.LastOwner.
    """
    if present is wanted:
        return
    require_owner_for((present, wanted), caller)
    if present is Role.OWNER:
        require_owner_among(others)
