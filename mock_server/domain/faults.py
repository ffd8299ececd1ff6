"""Faults of a world: what goes wrong on purpose, how often and when."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from mock_server.catalogue import FAULT_NOT_FOUND, TOO_MANY_FAULTS
from mock_server.domain.fault_effects import Delay, Effect, Spoiling
from mock_server.domain.violations import Violation

MOST_FAULTS = 100
_SEED_BYTES = 6


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What is asked for. `operations` are operationIds, none for all of them; `seed` None: one is derived.

    It holds from `since` on and before `until`, by the world's clock.
    """

    effect: Effect
    operations: tuple[str, ...] = ()
    probability: float = 1.0
    count: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    seed: int | None = None


@dataclass(slots=True)
class Fault:
    """A plan that is in force. `met` counts the requests that it befell, `drawn` those that it could have."""

    id: str
    plan: FaultPlan
    seed: int
    met: int = 0
    drawn: int = 0
    source: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.source = random.Random(self.seed)

    def hits(self, operation_id: str, now: datetime) -> bool:
        """Draws for a request that it can befall."""
        plan = self.plan
        if plan.operations and operation_id not in plan.operations:
            return False
        if (plan.since and now < plan.since) or (plan.until and now >= plan.until) or self.is_used_up:
            return False
        self.drawn += 1
        return self.source.random() < plan.probability

    @property
    def is_used_up(self) -> bool:
        return self.plan.count is not None and self.met >= self.plan.count


@dataclass(frozen=True, slots=True)
class Met:
    """What befell one request: a delay, something that spoils its answer, or both."""

    told: str
    delay_ms: int = 0
    spoiling: Spoiling | None = None


class Faults:
    """The faults of one world, oldest first. `world_seed` is what their own seeds are derived from."""

    def __init__(self, world_seed: int) -> None:
        self.made: dict[str, Fault] = {}
        self._world_seed = world_seed
        self._number = 0

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self.made.values()))

    def add(self, plan: FaultPlan) -> Fault:
        """Raises Violation(Mock.TooManyFaults)."""
        if len(self.made) >= MOST_FAULTS:
            raise Violation(TOO_MANY_FAULTS, limit=MOST_FAULTS)
        self._number += 1
        seed = self._derived_seed() if plan.seed is None else plan.seed
        fault = Fault(f"f{self._number}", plan, seed)
        self.made[fault.id] = fault
        return fault

    def require(self, fault_id: str) -> Fault:
        """Raises Violation(Mock.FaultNotFound)."""
        fault = self.made.get(fault_id)
        if fault is None:
            raise Violation(FAULT_NOT_FOUND)
        return fault

    def remove(self, fault_id: str) -> None:
        """Raises Violation(Mock.FaultNotFound)."""
        del self.made[self.require(fault_id).id]

    def clear(self) -> int:
        """Removes all; returns how many there were."""
        count = len(self.made)
        self.made.clear()
        return count

    def meet(self, operation_id: str, now: datetime) -> Met | None:
        """What befalls a request: of the faults that hit, the oldest delay and the oldest that spoils answers.

        Each that could hit draws once, whatever the others do, so that the same requests meet the same faults.
        """
        hitting = [fault for fault in self.made.values() if fault.hits(operation_id, now)]
        delay = next((fault for fault in hitting if isinstance(fault.plan.effect, Delay)), None)
        spoiling = next((fault for fault in hitting if not isinstance(fault.plan.effect, Delay)), None)
        if delay is None and spoiling is None:
            return None
        return _met(delay, spoiling)

    def _derived_seed(self) -> int:
        digest = hashlib.sha256(f"dolfin-mock fault {self._world_seed} {self._number}".encode()).digest()
        return int.from_bytes(digest[:_SEED_BYTES])


def _met(delay: Fault | None, spoiling: Fault | None) -> Met:
    told: list[str] = []
    delay_ms, spoils = 0, None
    if delay is not None and isinstance(delay.plan.effect, Delay):
        delay.met += 1
        delay_ms = delay.plan.effect.milliseconds(delay.source)
        told.append(f"{delay.id} delay {delay_ms} ms")
    if spoiling is not None and not isinstance(spoiling.plan.effect, Delay):
        spoiling.met += 1
        spoils = spoiling.plan.effect
        told.append(f"{spoiling.id} {spoils}")
    return Met("; ".join(told), delay_ms, spoils)
