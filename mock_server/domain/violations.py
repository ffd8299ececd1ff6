"""A rule that was not met."""

from mock_server.catalogue import ErrorCode


class Violation(Exception):
    """Carries the code and the facts that its detail text names; the edge makes the answer of it."""

    def __init__(self, code: ErrorCode, **facts: str | int) -> None:
        super().__init__(code.code)
        self.code = code
        self.facts = facts

    @property
    def detail(self) -> str:
        return self.code.detail.format(**self.facts)
