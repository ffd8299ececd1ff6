"""What makes a function a rule: it is bound to the error code of the condition it proves."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from mock_server.catalogue import ErrorCode

P = ParamSpec("P")
T = TypeVar("T")

RULES: dict[str, list[str]] = {}
"""Error code -> the names of the rules that refuse with it."""


def refuses_with(*codes: ErrorCode) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Records that the function refuses with these codes; the function itself stays as it is."""

    def record(rule: Callable[P, T]) -> Callable[P, T]:
        for code in codes:
            RULES.setdefault(code.code, []).append(f"{rule.__module__}.{rule.__qualname__}")
        return rule

    return record
