"""What a token says, its signature aside."""

import base64
import json
from typing import Any


def header_of(token: str | None) -> dict[str, Any]:
    """Nothing where it cannot be read."""
    return _decoded((token or "").split(".")[0])


def claims_of(token: str | None) -> dict[str, Any]:
    """Nothing where they cannot be read."""
    parts = (token or "").split(".")
    return _decoded(parts[1]) if len(parts) == _PARTS else {}


_PARTS = 3


def _decoded(part: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
