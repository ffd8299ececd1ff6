"""The clock of a test's world."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mock_server.pytest_plugin.remote import Remote

__tracebackhide__ = True  # a test's failure is shown at its own line


def written(moment: datetime | str) -> str:
    """A moment as it is sent. Raises ValueError for one without a zone."""
    if isinstance(moment, str):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a time for the mock's clock needs a zone, for example datetime(2025, 1, 15, tzinfo=UTC)")
    return moment.isoformat()


@dataclass(frozen=True, slots=True)
class MockClock:
    """Time in one world. Every move returns the new time; what falls due on the way has happened by then."""

    _remote: Remote
    _path: str

    @property
    def now(self) -> datetime:
        return _moment(self._remote.ask("GET", self._path))

    @property
    def frozen(self) -> bool:
        return bool(self._remote.ask("GET", self._path)["frozen"])

    def freeze(self, at: datetime | str | None = None) -> datetime:
        """Lets time stand still, now or at another moment."""
        return self._put({"frozen": True} if at is None else {"frozen": True, "now": written(at)})

    def unfreeze(self) -> datetime:
        """Lets time go on from where it stood."""
        return self._put({"frozen": False})

    def set(self, now: datetime | str) -> datetime:
        """Moves to a moment, forwards or backwards; a clock that stands still does so there."""
        return self._put({"now": written(now)})

    def advance(self, step: timedelta | float | str) -> datetime:
        """Moves forwards by seconds, a timedelta, or an ISO 8601 duration such as "PT10M"."""
        return _moment(self._remote.ask("POST", f"{self._path}/advance", _step(step)))

    def _put(self, sent: dict[str, Any]) -> datetime:
        return _moment(self._remote.ask("PUT", self._path, sent))


def _step(step: timedelta | float | str) -> dict[str, float | str]:
    if isinstance(step, timedelta):
        return {"seconds": step.total_seconds()}
    if isinstance(step, str):
        return {"duration": step}
    return {"seconds": step}


def _moment(clock: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(clock["now"])
