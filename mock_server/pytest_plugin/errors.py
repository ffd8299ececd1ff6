"""What the plugin tells a test."""


class DolfinMockError(Exception):
    """The mock could not do what a test asked; the message says why. `status` and `code` are those of its answer."""

    def __init__(self, message: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
