"""What the plugin tells a test."""

from collections.abc import Mapping
from typing import Any


class DolfinMockError(Exception):
    """The mock could not do what a test asked; the message says why.

    `status` and `code` are those of its answer, `problem` the members of that.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        problem: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.problem = problem or {}
