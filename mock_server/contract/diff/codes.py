"""The error codes of a refusal: lines of its description (`Area.Name — when`), and `x-error-codes` of overlays."""

import re
from collections.abc import Mapping
from typing import Any

_LINE = re.compile(r"^[\s*-]*`?([A-Z]\w*\.[A-Z]\w*)`?\s+[\u2014\u2013-]\s", re.MULTILINE)


def codes_of(response: Mapping[str, Any]) -> tuple[str, ...]:
    """Every code once, in order."""
    rows = response.get("x-error-codes", ())
    listed = [str(row["code"]) for row in rows if isinstance(row, Mapping) and "code" in row]
    return tuple(dict.fromkeys([*_LINE.findall(str(response.get("description", ""))), *listed]))
