"""Rules on accepting an invite. That it works once and for the invited address is documented; the codes are assumed."""

from datetime import datetime

from mock_server.catalogue import EMAIL_NOT_INVITED, INVITE_EXPIRED, INVITE_UNKNOWN, INVITE_USED
from mock_server.domain import times
from mock_server.domain.model import ClientInvite
from mock_server.domain.policy import INVITE_LIFETIME
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(INVITE_UNKNOWN)
def require_issued_invite(found: ClientInvite | None) -> ClientInvite:
    """The invite is one of ours."""
    if found is None:
        raise Violation(INVITE_UNKNOWN)
    return found


@refuses_with(INVITE_EXPIRED)
def require_unexpired_invite(invite: ClientInvite, now: datetime) -> None:
    """An invite lives 7 days: at its last moment it is over."""
    if now >= invite.expires_at:
        raise Violation(INVITE_EXPIRED, expired_at=times.written(invite.expires_at), days=INVITE_LIFETIME.days)


@refuses_with(INVITE_USED)
def require_unused_invite(accepted: ClientInvite | None) -> None:
    """An invite works once."""
    if accepted is not None:
        raise Violation(INVITE_USED)


@refuses_with(EMAIL_NOT_INVITED)
def require_invited_email(invite: ClientInvite, verified: str | None) -> None:
    """The verified address equals the invited one, letter by letter."""
    if verified != invite.email:
        raise Violation(EMAIL_NOT_INVITED)
