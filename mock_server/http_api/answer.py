"""An answer, ready to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)  # not frozen: every request makes one, and that would take three times as long
class Answer:
    """Never changed once made. `error_code` is the code of the refusal that it tells of, for the log.

    `announced` is the length of a content of which only a part is sent.
    """

    status: int
    media_type: str | None
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    error_code: str | None = None
    announced: int | None = None

    @property
    def length(self) -> int:
        """What is announced in its head."""
        return len(self.content) if self.announced is None else self.announced
