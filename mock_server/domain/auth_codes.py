"""Auth codes: minted as signed tokens, redeemed once, forgotten when they expire."""

from datetime import UTC, datetime
from typing import TypeVar

from mock_server.domain.model import AuthCode, ClientId, CodePurpose, OrganisationId, UsedCode, UserId
from mock_server.domain.policy import AUTH_CODE_LIFETIME
from mock_server.domain.ports import TokenError
from mock_server.domain.rules.auth_codes import (
    require_issued_code,
    require_unexpired_code,
    require_unused_code,
)
from mock_server.domain.store import Table
from mock_server.domain.tables import AUTH_CODES, USED_CODES
from mock_server.domain.world import World
from mock_server.json_value import Json

C = TypeVar("C", AuthCode, UsedCode)
_PURPOSES = tuple(CodePurpose)
_LIFETIME_SECONDS = int(AUTH_CODE_LIFETIME.total_seconds())


def mint_code(
    world: World,
    purpose: CodePurpose,
    user_id: UserId,
    client_id: ClientId,
    organisation_id: OrganisationId | None = None,
) -> tuple[str, datetime]:
    """A new code and the moment it expires."""
    now = world.clock.now()
    _forget_expired(world, AUTH_CODES, now)
    _forget_expired(world, USED_CODES, now)
    expires_at = now + AUTH_CODE_LIFETIME
    code = AuthCode(world.ids.uuid(), purpose, user_id, client_id, organisation_id, expires_at)
    world.store.put(AUTH_CODES, code)
    issued_at = int(now.timestamp())
    return world.tokens.issue(_claims(world, code, issued_at, issued_at + _LIFETIME_SECONDS)), expires_at


def signed_code(world: World, jti: str, expires_at: datetime) -> str:
    """The text of a code with this id, whether or not it was ever issued; signing it changes nothing."""
    code = AuthCode(jti, CodePurpose.LOGIN, UserId(""), ClientId(""), None, expires_at)
    return world.tokens.issue(_claims(world, code, int(world.clock.now().timestamp()), int(expires_at.timestamp())))


def redeem_code(world: World, text: str) -> AuthCode:
    """Takes the code out of the world, so that it works once.

    Raises Violation: Mock.AuthCodeUnknown, Mock.AuthCodeExpired or Mock.AuthCodeUsed.
    """
    now = world.clock.now()
    jti, expires_at = require_issued_code(_identity(world, text))
    held = world.store.get(AUTH_CODES, jti)
    require_unexpired_code(held.expires_at if held else expires_at, now)
    require_unused_code(world.store.get(USED_CODES, jti))
    code = require_issued_code(world.store.take(AUTH_CODES, jti))
    world.store.put(USED_CODES, UsedCode(jti, code.expires_at))
    return code


def _claims(world: World, code: AuthCode, issued_at: int, ends_at: int) -> dict[str, Json]:
    return {
        "sub": code.user_id,
        "jti": code.jti,
        "purpose": code.purpose,
        "world": world.name,
        "iat": issued_at,
        "exp": ends_at,
    }


def _identity(world: World, text: str) -> tuple[str, datetime] | None:
    """The id and expiry of a code of this world; None for any other text, session tokens included."""
    try:
        claims = world.tokens.read_once(text)
    except TokenError:
        return None
    jti, ends = claims.get("jti"), claims.get("exp")
    ours = claims.get("world") == world.name and claims.get("purpose") in _PURPOSES
    if not ours or not isinstance(jti, str) or not isinstance(ends, int):
        return None
    try:
        return jti, datetime.fromtimestamp(ends, UTC)
    except (ValueError, OverflowError, OSError):  # signed with our key by someone else: we never write such a time
        return None


def _forget_expired(world: World, table: Table[C], now: datetime) -> None:
    """Drops codes whose own expiry says all that an exchange would say of them.

    They are at the front, where the oldest are: the rest is not looked at.
    """
    while (first := world.store.first(table)) is not None and first.expires_at <= now:
        world.store.delete(table, first.jti)
