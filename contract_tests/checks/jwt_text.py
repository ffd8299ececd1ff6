"""JWTs as text: read without a key, altered, and signed with a key that is not the target's."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OTHER_KEY = b"a key that no server under test has: it is public"


def is_jwt(token: str) -> bool:
    try:
        return claims(token) is not None and len(token.split(".")) == 3
    except (ValueError, IndexError):
        return False


def header(token: str) -> dict[str, Any]:
    return _read(token.split(".", maxsplit=1)[0])


def claims(token: str) -> dict[str, Any]:
    """What the token says, unverified. Raises ValueError where it cannot be read."""
    return _read(token.split(".")[1])


def altered(token: str, part: int, place: int) -> str:
    """The token with the lowest bit of one base64 character of one part flipped.

    In the last character of a part that bit may carry nothing: a decoder that overlooks it takes both texts.
    """
    parts = token.split(".")
    characters = list(parts[part])
    characters[place] = _ALPHABET[_ALPHABET.index(characters[place]) ^ 1]
    parts[part] = "".join(characters)
    return ".".join(parts)


def with_claims(token: str, changed: Mapping[str, Any]) -> str:
    """Other claims under the old signature."""
    parts = token.split(".")
    parts[1] = _written({**claims(token), **changed})
    return ".".join(parts)


def unsigned(token: str, algorithm: str = "none") -> str:
    """The same claims, said to need no signature."""
    return f"{_written({**header(token), 'alg': algorithm})}.{token.split('.')[1]}."


def signed_by_another(token: str) -> str:
    """The same header and claims, signed (HS256) with another key."""
    text = f"{_written({**header(token), 'alg': 'HS256'})}.{token.split('.')[1]}"
    return f"{text}.{_encoded(hmac.digest(OTHER_KEY, text.encode(), hashlib.sha256))}"


def _read(part: str) -> dict[str, Any]:
    value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004  (callers ask whether it is a JWT)
    return value


def _written(value: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
