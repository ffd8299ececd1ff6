"""Which email address an identity provider's access token stands for.

The mock cannot ask Google or Microsoft. Assumed instead: the token is the address itself, or a JWT whose payload has
it as `email`; nobody's signature is checked. Whoever holds an invite can so accept it here.
"""

import base64
import json

_PARTS = 3
"""A JWT is header, payload and signature."""


def verified_email(access_token: str) -> str | None:
    """The address; None where the token names none."""
    parts = access_token.split(".")
    email = _claimed_email(parts[1]) if len(parts) == _PARTS and "@" not in access_token else access_token
    return email if "@" in email else None


def _claimed_email(payload: str) -> str:
    """The member `email` of a JWT's payload; empty where there is none, or where it is no payload."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, RecursionError):
        return ""
    email = claims.get("email") if isinstance(claims, dict) else None
    return email if isinstance(email, str) else ""
