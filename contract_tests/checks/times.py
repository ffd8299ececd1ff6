"""Times in answers: RFC 3339, with a zone."""

import re
from datetime import datetime

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MICROSECONDS = re.compile(r"(\.\d{6})\d+")


def is_moment(text: object) -> bool:
    """Whether it is an RFC 3339 time with a zone."""
    return isinstance(text, str) and _RFC_3339.fullmatch(text) is not None


def moment(text: str) -> datetime:
    return datetime.fromisoformat(_MICROSECONDS.sub(r"\1", text))
