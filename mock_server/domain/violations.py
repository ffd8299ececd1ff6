"""A rule that was not met."""

from mock_server.catalogue import ErrorCode
from mock_server.json_value import JsonObject


class Violation(Exception):
    """Carries the code and the facts that its detail text names; the edge makes the answer of it.

    `members` are what the problem of a code has besides the members of every problem; `failures` are the single
    mistakes, where there can be several.
    """

    def __init__(
        self,
        code: ErrorCode,
        *,
        members: JsonObject | None = None,
        failures: tuple[str, ...] = (),
        **facts: str | int,
    ) -> None:
        super().__init__(code.code)
        self.code = code
        self.members = members or {}
        self.failures = failures
        self.detail = code.detail.format(**facts)
