"""A fault as the body of a request asks for it, and as it is shown; `fault_schemas.py` holds what both look like."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from mock_server.catalogue import INVALID_REQUEST
from mock_server.contract.alike import did_you_mean
from mock_server.contract.document import Contract
from mock_server.control.moments import destination, reachable
from mock_server.domain import times
from mock_server.domain.fault_effects import (
    CutOff,
    Delay,
    Distribution,
    Effect,
    Exponential,
    Failure,
    Fixed,
    HangUp,
    MalformedBody,
    Normal,
    SlowBody,
    TooManyRequests,
    Uniform,
)
from mock_server.domain.faults import Fault, FaultPlan
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


def plan_of(contract: Contract, now: datetime, sent: Mapping[str, Any]) -> FaultPlan:
    """Raises Violation(Mock.InvalidRequest) for what no fault can be. `sent` matches the schema of NEW_FAULT."""
    operations = tuple(sent.get("operations", ()))
    _require_known(contract, operations)
    since, until = _window(now, sent)
    return FaultPlan(
        effect=_effect(sent),
        operations=operations,
        probability=sent.get("probability", 1.0),
        count=sent.get("count"),
        since=since,
        until=until,
        seed=sent.get("seed"),
    )


def shown(fault: Fault) -> Json:
    plan = fault.plan
    said: dict[str, Json] = {
        "id": fault.id,
        "effect": str(plan.effect),
        "operations": list(plan.operations),
        "probability": plan.probability,
        "count": plan.count,
        "from": None if plan.since is None else times.written(plan.since),
        "until": None if plan.until is None else times.written(plan.until),
        "seed": fault.seed,
        **_shown_effect(plan.effect),
        "met": fault.met,
        "drawn": fault.drawn,
    }
    return {name: value for name, value in said.items() if value is not None}


def _require_known(contract: Contract, operations: tuple[str, ...]) -> None:
    """The value that was sent is not repeated; names of ours that are like it are told."""
    for place, name in enumerate(operations):
        if name not in contract.operations:
            meant = did_you_mean(name, contract.operations)
            more = f"; {meant}" if meant else ": GET /__mock__/operations lists them."
            raise _invalid(f"/operations/{place} names no operation of the contract{more}")


def _window(now: datetime, sent: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    since = reachable(times.read(sent["from"])) if "from" in sent else None
    until = reachable(times.read(sent["until"])) if "until" in sent else None
    start = since or now
    if "for" in sent:
        if until is not None:
            raise _invalid("Send for or until, not both.")
        until = _later(sent["for"], start)
    if until is not None and until <= start:
        raise _invalid("The fault would never hold: it ends before it begins, by the world's clock.")
    return since, until


def _later(step: Any, start: datetime) -> datetime:
    try:
        return destination(step if isinstance(step, str) else {"seconds": step}, start)
    except Violation as error:
        reason = "for must be seconds, or an ISO 8601 duration such as PT10M, that ends within the clock's range."
        raise _invalid(reason) from error


def _effect(sent: Mapping[str, Any]) -> Effect:
    chosen = [name for name in _READERS if name in sent]
    if len(chosen) != 1:
        raise _invalid(f"A fault has exactly one effect: {', '.join(_READERS)}.")
    after = bool(sent.get("after"))
    if after and (chosen[0] not in _TAKE_AFTER or sent.get("close") == "middle"):
        raise _invalid("after is for status, tooManyRequests and close before: others befall the real answer anyway.")
    return _READERS[chosen[0]](sent[chosen[0]], after)


_TAKE_AFTER = ("status", "tooManyRequests", "close")
_READERS: Mapping[str, Callable[[Any, bool], Effect]] = {
    "delay": lambda sent, _: Delay(_distribution(sent)),
    "status": Failure,
    "tooManyRequests": lambda sent, after: TooManyRequests(sent["retryAfter"], sent.get("as") == "date", after),
    "close": lambda sent, after: CutOff() if sent == "middle" else HangUp(after),
    "bytesPerSecond": lambda sent, _: SlowBody(sent),
    "malformed": lambda sent, _: MalformedBody(sent),
}


def _distribution(sent: Mapping[str, Any]) -> Distribution:
    if "ms" in sent:
        return Fixed(sent["ms"])
    if "normal" in sent:
        return Normal(sent["normal"]["mean"], sent["normal"]["sd"])
    if "exponential" in sent:
        return Exponential(sent["exponential"]["mean"])
    uniform = sent["uniform"]
    if uniform["min"] > uniform["max"]:
        raise _invalid("/delay/uniform: min is larger than max.")
    return Uniform(uniform["min"], uniform["max"])


def _shown_effect(effect: Effect) -> dict[str, Json]:
    match effect:
        case Delay(distribution):
            return {"delay": _shown_distribution(distribution)}
        case Failure(status, after):
            return {"status": status, "after": after}
        case TooManyRequests(seconds, as_date, after):
            asked: dict[str, Json] = {"retryAfter": seconds, "as": "date" if as_date else "seconds"}
            return {"tooManyRequests": asked, "after": after}
        case HangUp(after):
            return {"close": "before", "after": after}
        case CutOff():
            return {"close": "middle"}
        case SlowBody(speed):
            return {"bytesPerSecond": speed}
        case MalformedBody(how):
            return {"malformed": how}


def _shown_distribution(distribution: Distribution) -> dict[str, Json]:
    match distribution:
        case Fixed(ms):
            return {"ms": ms}
        case Uniform(least, most):
            return {"uniform": {"min": least, "max": most}}
        case Normal(mean, deviation):
            return {"normal": {"mean": mean, "sd": deviation}}
        case Exponential(mean):
            return {"exponential": {"mean": mean}}


def _invalid(reason: str) -> Violation:
    return Violation(INVALID_REQUEST, reason=reason)
