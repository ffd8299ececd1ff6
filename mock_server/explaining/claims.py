"""The claims of a token, whether or not it is one of ours."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mock_server.domain.ports import TokenError
from mock_server.domain.world import World
from mock_server.explaining.facts import Fact, then, to_blame
from mock_server.explaining.times_told import moment
from mock_server.http_api.json_codec import JsonError, read_json
from mock_server.json_value import Json

_PARTS = 3
"""A JWT is header, payload and signature."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`claims` is None for what is no JWT; `signed` tells whether this server signed them."""

    claims: Mapping[str, Json] | None
    signed: bool


def read_claims(world: World, token: str) -> Reading:
    try:
        return Reading(world.tokens.read(token), signed=True)
    except TokenError:
        return Reading(_unproven(token), signed=False)


def times_of(reading: Reading, at: datetime) -> Iterator[Fact]:
    """When it was issued and when it ends, relative to the request."""
    claims = reading.claims or {}
    issued, ends = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued is not None:
        yield then(f"It was issued at {moment(issued, at)}.")
    if ends is not None:
        told = moment(ends, at)
        yield to_blame(f"It expired at {told}.") if ends <= at else then(f"It expires at {told}.")


def _unproven(token: str) -> Mapping[str, Json] | None:
    """What the payload says, which nobody proved."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        claims = read_json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, JsonError):
        return None
    return claims if isinstance(claims, Mapping) else None


def _moment(seconds: Json) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (ValueError, OverflowError, OSError):  # signed by someone else: we never write such a time
        return None
