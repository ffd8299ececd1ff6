"""Session tokens: what they claim, and which claims are taken."""

from collections.abc import Mapping
from datetime import datetime

from mock_server.domain.access import Reach, reach_of
from mock_server.domain.model import ClientId, OrganisationId, User, UserId
from mock_server.domain.policy import SESSION_LIFETIME
from mock_server.domain.ports import TokenError
from mock_server.domain.principal import SessionUser
from mock_server.domain.world import World
from mock_server.json_value import Json

ISSUER = "dolfin-mock"
PURPOSE = "session"
_LIFETIME_SECONDS = int(SESSION_LIFETIME.total_seconds())


def open_session(
    world: World, user: User, session: SessionUser, token_id: str | None = None, expires_at: datetime | None = None
) -> str:
    """A session token for the user, valid 8 hours from now or until a moment; its id is drawn unless one is given."""
    return session_token(world, user, session, reach_of(world, session), token_id, expires_at)


def session_token(
    world: World,
    user: User,
    session: SessionUser,
    reach: Reach,
    token_id: str | None = None,
    expires_at: datetime | None = None,
) -> str:
    """The same, where what the session covers is known.

    `organisation` is claimed by a handoff session alone; `client` names the client whose key began the
    login. Both are ours: the published text names no claims.
    """
    issued_at = int(world.clock.now().timestamp())
    claims: dict[str, Json] = {
        "iss": ISSUER,
        "sub": user.id,
        "email": user.email,
        "organisations": [{"id": a.organisation.id, "role": a.role} for a in reach.organisations],
        "clients": [{"id": a.client.id, "role": a.role} for a in reach.clients],
        "client": session.client_id,
        "purpose": PURPOSE,
        "world": world.name,
        "iat": issued_at,
        "exp": issued_at + _LIFETIME_SECONDS if expires_at is None else int(expires_at.timestamp()),
        "jti": token_id or world.ids.uuid(),
    }
    if session.only_organisation is not None:
        claims["organisation"] = session.only_organisation
    return world.tokens.issue(claims)


def read_session(world: World, token: str) -> SessionUser | None:
    """Who the token speaks for; None unless it is a session token of this world that has not ended."""
    try:
        claims = world.tokens.read(token)
    except TokenError:
        return None
    if not _is_session(claims, world.name, world.clock.now()):
        return None
    only = claims.get("organisation")
    return SessionUser(
        UserId(str(claims["sub"])),
        ClientId(str(claims["client"])),
        None if only is None else OrganisationId(str(only)),
    )


def _is_session(claims: Mapping[str, Json], world: str, now: datetime) -> bool:
    ends = claims.get("exp")
    return (
        claims.get("purpose") == PURPOSE
        and claims.get("iss") == ISSUER
        and claims.get("world") == world
        and "sub" in claims
        and "client" in claims
        and isinstance(ends, int)
        and now.timestamp() < ends
    )
