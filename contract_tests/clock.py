"""The clock of a mock, moved over its control API: for what takes ten minutes or eight hours."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from contract_tests.api_client import ApiClient
from contract_tests.checks.times import moment

_CLOCK = "/__mock__/clock"


@dataclass
class TargetClock:
    """Stands still from `freeze` until `restore`, which leaves the target as if it had never been touched."""

    api: ApiClient
    _began: float = field(default_factory=monotonic)
    _before: dict[str, Any] = field(default_factory=dict)

    def freeze(self) -> None:
        """Stops the clock at a whole second: JWTs know no fractions."""
        self._before = self._call("GET", _CLOCK)
        self._began = monotonic()
        self._set(moment(self._before["now"]).replace(microsecond=0), frozen=True)

    def advance(self, seconds: float) -> None:
        self._call("POST", f"{_CLOCK}/advance", {"seconds": seconds})

    @property
    def now(self) -> datetime:
        return moment(self._call("GET", _CLOCK)["now"])

    def restore(self) -> None:
        frozen = bool(self._before["frozen"])
        passed = timedelta() if frozen else timedelta(seconds=monotonic() - self._began)
        self._set(moment(self._before["now"]) + passed, frozen=frozen)

    def _set(self, now: datetime, *, frozen: bool) -> None:
        self._call("PUT", _CLOCK, {"now": now.isoformat(), "frozen": frozen})

    def _call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        response = self.api.request(method, path, json=body)
        response.raise_for_status()
        shown: dict[str, Any] = response.json()
        return shown
