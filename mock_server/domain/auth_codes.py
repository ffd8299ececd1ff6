"""Auth codes: minted as signed tokens, redeemed once, forgotten when they expire."""

from collections.abc import Mapping
from datetime import UTC, datetime

from mock_server.domain.model import AuthCode, ClientId, CodePurpose, OrganisationId, UsedCode, UserId
from mock_server.domain.policy import AUTH_CODE_LIFETIME
from mock_server.domain.ports import TokenError
from mock_server.domain.rules.auth_codes import (
    require_issued_code,
    require_unexpired_code,
    require_unused_code,
)
from mock_server.domain.tables import AUTH_CODES, USED_CODES
from mock_server.domain.world import World
from mock_server.json_value import Json


def mint_code(
    world: World,
    purpose: CodePurpose,
    user_id: UserId,
    client_id: ClientId,
    organisation_id: OrganisationId | None = None,
) -> tuple[str, datetime]:
    """A new code and the moment it expires."""
    now = world.clock.now()
    _forget_expired(world, now)
    code = AuthCode(world.ids.uuid(), purpose, user_id, client_id, organisation_id, now + AUTH_CODE_LIFETIME)
    world.store.put(AUTH_CODES, code)
    return world.tokens.issue(_claims(world, code, now)), code.expires_at


def redeem_code(world: World, text: str) -> AuthCode:
    """Takes the code out of the world, so that it works once.

    Raises Violation: Mock.AuthCodeUnknown, Mock.AuthCodeExpired or Mock.AuthCodeUsed.
    """
    now = world.clock.now()
    claims = require_issued_code(_code_claims(world, text))
    jti = str(claims["jti"])
    held = world.store.get(AUTH_CODES, jti)
    require_unexpired_code(held.expires_at if held else _expiry(claims), now)
    require_unused_code(world.store.get(USED_CODES, jti))
    code = require_issued_code(world.store.take(AUTH_CODES, jti))
    world.store.put(USED_CODES, UsedCode(jti, code.expires_at))
    return code


def _claims(world: World, code: AuthCode, now: datetime) -> dict[str, Json]:
    return {
        "sub": code.user_id,
        "jti": code.jti,
        "purpose": code.purpose,
        "world": world.name,
        "iat": int(now.timestamp()),
        "exp": int(code.expires_at.timestamp()),
    }


def _code_claims(world: World, text: str) -> Mapping[str, Json] | None:
    """The claims of a code of this world; None for any other text, session tokens included."""
    try:
        claims = world.tokens.read(text)
    except TokenError:
        return None
    ours = claims.get("world") == world.name and claims.get("purpose") in set(CodePurpose)
    return claims if ours and "jti" in claims and isinstance(claims.get("exp"), int) else None


def _expiry(claims: Mapping[str, Json]) -> datetime:
    ends = claims["exp"]
    assert isinstance(ends, int)
    return datetime.fromtimestamp(ends, UTC)


def _forget_expired(world: World, now: datetime) -> None:
    """Drops codes whose own expiry says all that an exchange would say of them."""
    while (code := world.store.oldest(AUTH_CODES)) and code.expires_at <= now:
        world.store.delete(AUTH_CODES, code.jti)
    while (used := world.store.oldest(USED_CODES)) and used.expires_at <= now:
        world.store.delete(USED_CODES, used.jti)
