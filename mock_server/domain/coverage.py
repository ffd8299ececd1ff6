"""What callers have been answered, counted: of a world by name, and of a server over all the worlds it has had."""

from collections.abc import Mapping
from typing import NamedTuple


class Outcome(NamedTuple):
    """One way in which an operation answers; `asked` where the answer was asked for: forced, or made by a fault.

    `operation_id` None: the request led to no operation.
    """

    operation_id: str | None
    status: int
    error_code: str | None
    asked: bool = False


class Coverage:
    """How often there was each outcome."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[Outcome, int] = {}

    def add(self, outcome: Outcome, times: int = 1) -> None:
        self.counts[outcome] = self.counts.get(outcome, 0) + times

    def clear(self) -> int:
        """Forgets all; returns how many answers that were."""
        total = sum(self.counts.values())
        self.counts.clear()
        return total


class Coverages:
    """The counts of each world by its name, whichever world that is since a reset, and of those that are gone."""

    def __init__(self) -> None:
        self._of_world: dict[str, Coverage] = {}
        self._gone = Coverage()

    def of_world(self, name: str) -> Coverage:
        return self._of_world.setdefault(name, Coverage())

    def of_server(self) -> Mapping[Outcome, int]:
        total = Coverage()
        for coverage in (self._gone, *self._of_world.values()):
            for outcome, times in coverage.counts.items():
                total.add(outcome, times)
        return total.counts

    def forget_world(self, name: str) -> None:
        """There is no world of this name any more; the server remembers what it was answered."""
        left = self._of_world.pop(name, None)
        for outcome, times in (Coverage() if left is None else left).counts.items():
            self._gone.add(outcome, times)

    def clear(self) -> int:
        return self._gone.clear() + sum(coverage.clear() for coverage in self._of_world.values())
