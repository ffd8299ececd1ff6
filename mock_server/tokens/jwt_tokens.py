"""Tokens as JWTs signed with HS256. The only place that knows PyJWT."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from functools import lru_cache

import jwt
import orjson
from jwt.types import Options

from mock_server.domain.ports import TokenError
from mock_server.json_value import Json, JsonObject

_ALGORITHM = "HS256"
MINIMUM_KEY_BYTES = 32
"""HS256 wants a key as long as its hash (RFC 7518, section 3.2)."""

_REMEMBERED = 1024
"""How many tokens that were read last are not checked again."""

_REMEMBERED_LENGTH = 8192
"""Longer texts are checked each time, so that what is remembered has a bound."""

_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = bytes.maketrans(b"-_", b"+/")

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
    """Issues and reads tokens with one key of at least 32 bytes.

    What is the same for every token (the header, and HMAC with the key that PyJWT prepared) is made once; PyJWT judges
    what is not written just as we write it. A token that was read before is not checked again: whether a text was
    signed with a key never changes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._keyed = hmac.new(jwt.get_algorithm_by_name(_ALGORITHM).prepare_key(key), digestmod="sha256")
        self._header = jwt.encode({}, key, algorithm=_ALGORITHM).partition(".")[0].encode()
        self._read = lru_cache(_REMEMBERED)(self._checked)

    def issue(self, claims: JsonObject) -> str:
        signed = self._header + b"." + _encoded(_payload(claims))
        return (signed + b"." + self._signature(signed)).decode()

    def read(self, token: str) -> Mapping[str, Json]:
        """Raises TokenError for anything that `issue` did not sign, other algorithms and `none` included."""
        return self._read(token) if len(token) <= _REMEMBERED_LENGTH else self._checked(token)

    def read_once(self, token: str) -> Mapping[str, Json]:
        """The same. The token is not remembered: it would take the place of one that is read with every request."""
        return self._checked(token)

    def _checked(self, token: str) -> Mapping[str, Json]:
        claims = self._ours(token)
        if claims is not None:
            return claims
        if not _has_canonical_signature(token):
            raise TokenError
        try:
            return jwt.decode(token, self._key, algorithms=[_ALGORITHM], options=_OPTIONS)
        except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
            raise TokenError from error

    def _ours(self, token: str) -> Mapping[str, Json] | None:
        """The claims of a token that is written just as we write them; None leaves the judgement to PyJWT."""
        signed, _, signature = token.encode("utf-8", "surrogatepass").rpartition(b".")
        header, _, payload = signed.partition(b".")
        if header != self._header or not hmac.compare_digest(signature, self._signature(signed)):
            return None
        try:
            written = _decoded(payload)
            claims = orjson.loads(written)
            return claims if isinstance(claims, dict) and _payload(claims) == written else None
        except (ValueError, RecursionError):
            return None

    def _signature(self, signed: bytes) -> bytes:
        hashed = self._keyed.copy()
        hashed.update(signed)
        return _encoded(hashed.digest())


def _payload(claims: JsonObject) -> bytes:
    """The claims in ASCII, as PyJWT writes them."""
    try:
        payload = orjson.dumps(claims)
    except TypeError:  # whole numbers of more than 64 bits
        return _escaped(claims)
    return payload if payload.isascii() and b"\x7f" not in payload else _escaped(claims)


def _escaped(claims: JsonObject) -> bytes:
    return json.dumps(claims, separators=(",", ":")).encode()


def _encoded(content: bytes) -> bytes:
    return binascii.b2a_base64(content, newline=False).translate(_URL_SAFE).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    return binascii.a2b_base64(text.translate(_STANDARD) + b"=" * (-len(text) % 4))


def _has_canonical_signature(token: str) -> bool:
    """Base64 decoders overlook spare bits and foreign characters: a token that differs in them is altered."""
    signature = token.rpartition(".")[2]
    try:
        decoded = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return False
    return base64.urlsafe_b64encode(decoded).decode().rstrip("=") == signature
