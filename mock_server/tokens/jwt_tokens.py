"""Tokens as JWTs signed with HS256. The only place that knows PyJWT."""

import base64
from collections.abc import Mapping

import jwt
from jwt.types import Options

from mock_server.domain.ports import TokenError
from mock_server.json_value import Json, JsonObject

_ALGORITHM = "HS256"
MINIMUM_KEY_BYTES = 32
"""HS256 wants a key as long as its hash (RFC 7518, section 3.2)."""

# PyJWT has no clock of its own to inject: times are judged by the world's clock, by whoever reads the claims.
_OPTIONS: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


class JwtTokens:
    """Issues and reads tokens with one key of at least 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, claims: JsonObject) -> str:
        return jwt.encode(dict(claims), self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> Mapping[str, Json]:
        """Raises TokenError for anything that `issue` did not sign, other algorithms and `none` included."""
        if not _has_canonical_signature(token):
            raise TokenError
        try:
            return jwt.decode(token, self._key, algorithms=[_ALGORITHM], options=_OPTIONS)
        except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
            raise TokenError from error


def _has_canonical_signature(token: str) -> bool:
    """Base64 decoders overlook spare bits and foreign characters: a token that differs in them is altered."""
    signature = token.rpartition(".")[2]
    try:
        decoded = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return False
    return base64.urlsafe_b64encode(decoded).decode().rstrip("=") == signature
