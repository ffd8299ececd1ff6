"""Why a request was answered as it was: the steps of the pipeline in order, with what each saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from mock_server.catalogue import CODES
from mock_server.domain import times
from mock_server.explaining import authentication, matching, organisation, performing, routing, wanted
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, then
from mock_server.explaining.nearest import Near, nearest
from mock_server.explaining.rules import sentence_of
from mock_server.explaining.seen import Outcome, Seen
from mock_server.json_value import Json


class Sees(Protocol):
    def __call__(self, exchange: Exchange, *, refused: bool) -> Iterable[Fact]:
        """What a step saw, which was reached."""


STEPS: Mapping[str, tuple[str, Sees]] = {
    "route": ("route", routing.seen),
    "force": ("forced", wanted.forcing_seen),
    "fail": ("fault", wanted.fault_seen),
    "authenticate": ("authenticate", authentication.seen),
    "select_organisation": ("select organisation", organisation.seen),
    "match": ("match the contract", matching.seen),
    "perform": ("perform", performing.seen),
}
"""By the name of the step's function, in the order in which they run: what it is called, and what it sees."""

_SELF_CHECK = "Mock.SelfCheckFailed"
_INTERNAL = "Mock.InternalError"
_FIRST_REFUSAL = 400


@dataclass(frozen=True, slots=True)
class Why:
    """`cause` is the answer in a sentence or two, `remedy` what would satisfy the rule, `help` the facts for that."""

    exchange: Exchange
    cause: str
    steps: tuple[Seen, ...]
    remedy: str | None
    help: tuple[Fact, ...]
    nearest: tuple[Near, ...]

    @property
    def heading(self) -> str:
        entry = self.exchange.entry
        answer = " ".join(filter(None, (str(entry.status or "no answer"), entry.error_code)))
        at = times.written(entry.at)
        return f"#{entry.id} {entry.method} {self.exchange.shown_target} -> {answer}  ({at}, world {self._world})"

    def as_json(self) -> dict[str, Json]:
        entry = self.exchange.entry
        row = CODES.get(entry.error_code or "")
        return {
            "id": entry.id,
            "time": times.written(entry.at),
            "world": self._world,
            "request": f"{entry.method} {self.exchange.shown_target}",
            "operationId": entry.operation_id,
            "status": entry.status or None,
            "errorCode": entry.error_code,
            "source": None if row is None else row.source,
            "meaning": None if row is None else row.meaning,
            "cause": self.cause,
            "steps": [each.as_json() for each in self.steps],
            "remedy": self.remedy,
            "help": [fact.as_json() for fact in self.help],
            "nearest": [each.as_json() for each in self.nearest],
        }

    @property
    def _world(self) -> str:
        return self.exchange.world.name


def why(exchange: Exchange) -> Why:
    steps = tuple(_seen(exchange))
    row = CODES.get(exchange.entry.error_code or "")
    return Why(
        exchange=exchange,
        cause=" ".join((_cause(exchange), *_blamed(exchange, steps))),
        steps=tuple(_without_help(each) for each in steps),
        remedy=None if row is None or exchange.entry.forced else row.remedy,
        help=tuple(fact for each in steps for fact in each.saw if fact.helps),
        nearest=nearest(exchange),
    )


def _seen(exchange: Exchange) -> Iterable[Seen]:
    entry = exchange.entry
    last = (entry.refusal.step if entry.refusal else entry.step) or "route"
    reached = [*STEPS][: [*STEPS].index(last) + 1]
    for name, (title, sees) in STEPS.items():
        if name in ("force", "fail") and not _is_told(exchange, name):
            continue
        if name not in reached:
            yield Seen(title, "not reached")
            continue
        outcome = _outcome(exchange, is_last=name == last, name=name)
        facts = tuple(sees(exchange, refused=outcome == "refused"))
        yield _refused(exchange, title, facts) if outcome == "refused" else Seen(title, outcome, facts)
    yield from wanted.after(exchange)


def _is_told(exchange: Exchange, step: str) -> bool:
    """Whether forcing or faults had a part in it: mostly they have none."""
    entry = exchange.entry
    refused_here = entry.refusal is not None and entry.refusal.step == step
    return refused_here or (entry.forced if step == "force" else entry.fault is not None)


def _outcome(exchange: Exchange, *, is_last: bool, name: str) -> Outcome:
    if not is_last:
        return "passed"
    entry = exchange.entry
    if entry.refusal is not None or entry.error_code == _INTERNAL:
        return "refused"
    return "answered" if name in ("force", "fail") else "passed"


def _refused(exchange: Exchange, title: str, facts: tuple[Fact, ...]) -> Seen:
    refusal = exchange.entry.refusal
    if refusal is None:
        return Seen(title, "refused", (*facts, then("The mock failed here: its log has the traceback.")))
    text = exchange.masking.text
    return Seen(
        step=title,
        outcome="refused",
        saw=facts,
        rule=refusal.rule,
        says=sentence_of(refusal.rule, exchange.entry.error_code),
        failures=tuple(text(failure) for failure in refusal.failures),
    )


def _without_help(seen: Seen) -> Seen:
    facts = tuple(fact for fact in seen.saw if not fact.helps)
    return Seen(seen.step, seen.outcome, facts, seen.rule, seen.says, seen.failures)


def _blamed(exchange: Exchange, steps: Iterable[Seen]) -> Iterable[str]:
    """What is wrong with the credential: a refusal of one does not tell its sender, lest it help to forge it."""
    refusal = exchange.entry.refusal
    if refusal is not None and refusal.step == "authenticate":
        facts = [fact for each in steps if each.outcome == "refused" for fact in each.saw if fact.to_blame]
        yield from (fact.text for fact in facts[:1])


def _cause(exchange: Exchange) -> str:
    entry = exchange.entry
    if entry.forced:
        return "The request asked for this answer; nothing was performed."
    if entry.refusal is not None and entry.error_code != _SELF_CHECK:
        return exchange.masking.text(entry.refusal.detail)
    if entry.error_code is not None:
        return CODES[entry.error_code].meaning if entry.error_code in CODES else entry.error_code
    if entry.fault is not None:
        return f"A fault of the world had a part in it: {entry.fault}."
    if entry.status >= _FIRST_REFUSAL:
        return f"The answer has the status {entry.status}."
    return f"{entry.operation_id} was performed." if entry.operation_id else "The path was asked for its methods."
