"""What a test's world was asked, and what it answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_server.pytest_plugin.remote import Remote

__tracebackhide__ = True  # a test's failure is shown at its own line


@dataclass(frozen=True, slots=True)
class MockEntry:
    """A request and its answer. `code` is the error code, `raw` all that the server shows of it."""

    id: int
    method: str
    path: str
    operation: str | None
    status: int
    code: str | None
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MockJournal:
    """The requests to one world."""

    _remote: Remote
    _path: str

    def __iter__(self) -> Iterator[MockEntry]:
        """Oldest first."""
        return iter(self.entries())

    def __len__(self) -> int:
        return len(self.entries())

    def __getitem__(self, place: int) -> MockEntry:
        return self.entries()[place]

    def entries(self) -> list[MockEntry]:
        return [_entry(shown) for shown in self._remote.ask("GET", self._path)["entries"]]


def _entry(shown: Mapping[str, Any]) -> MockEntry:
    return MockEntry(
        id=shown["id"],
        method=shown["method"],
        path=shown["path"],
        operation=shown["operationId"],
        status=shown["status"],
        code=shown["errorCode"],
        raw=shown,
    )
