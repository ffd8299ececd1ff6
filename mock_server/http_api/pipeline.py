"""What happens to a request, step by step. That authentication is judged before the body is assumed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from mock_server.catalogue import METHOD_NOT_ALLOWED, NOT_FORCED, SELF_CHECK_FAILED, UNROUTED
from mock_server.contract.document import Contract, Operation
from mock_server.domain.behaviour import Behaviour, Fidelity
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest
from mock_server.http_api.answer import Answer
from mock_server.http_api.authenticate import authenticate, challenge
from mock_server.http_api.call import Call
from mock_server.http_api.demands import demand_of, is_demanded
from mock_server.http_api.faulting import answer_instead
from mock_server.http_api.forcing import Forcing
from mock_server.http_api.organisation import select_organisation
from mock_server.http_api.problems import problem_of
from mock_server.http_api.validate import RequestMatcher
from mock_server.http_api.written import FIDELITY_HEADER, written
from mock_server.json_value import Json

Step: TypeAlias = Callable[[Call], None]
_Steps: TypeAlias = tuple[tuple[str, Step], ...]
"""With their names."""

_FIDELITIES: Mapping[Fidelity, Mapping[str, str]] = {each: {FIDELITY_HEADER: each.value} for each in Fidelity}
"""The header of an answer, by what it tells."""


class AnswerJudge(Protocol):
    def fault(self, call: Call, answer: Answer) -> str | None:
        """What in the answer does not match the contract; None where it does."""


@dataclass(frozen=True)  # without slots: its steps are put in a row once
class Pipeline:
    """The steps of one server, over its contract and what its operations do."""

    contract: Contract
    behaviours: Mapping[str, Behaviour]
    matcher: RequestMatcher
    forcing: Forcing
    judge: AnswerJudge | None = None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return (
            self.route,
            self.force,
            self.fail,
            authenticate,
            select_organisation,
            self.matcher.match,
            self.perform,
        )

    @cached_property
    def _all(self) -> _Steps:
        return _named(self.steps)

    @cached_property
    def _usual(self) -> dict[str, _Steps]:
        """By operation, those that have something to do where nothing is asked for and no fault is met."""
        return {operation.id: _named(self._usual_steps(operation)) for operation in self.contract.operations.values()}

    def _usual_steps(self, operation: Operation) -> Iterator[Step]:
        yield self.route
        if operation.credentials:
            yield authenticate
        if operation.needs_organisation:
            yield select_organisation
        yield self.matcher.match
        yield self.perform

    def _steps_for(self, call: Call) -> _Steps:
        if call.met is not None or is_demanded(call.request):
            return self._all
        return self._usual.get(call.request.routed.operation_id or "", self._all)

    def run(self, call: Call) -> Answer:
        """The answer of the first step that refuses, or of the operation; checked where a judge sits."""
        if call.request.method == "OPTIONS" and call.request.routed.allowed:
            return Answer(204, None, b"", {"allow": ", ".join(call.request.routed.allowed)})
        try:
            for name, step in self._steps_for(call):
                call.step = name
                step(call)
                if call.answer is not None:
                    break
        except Violation as violation:
            call.violation = violation
            call.answer = problem_of(violation, call.request.path, self._refusal_headers(call, violation))
        assert call.answer is not None
        fault = self.judge.fault(call, call.answer) if self.judge and _is_of_contract(call) else None
        if fault is None:
            return call.answer
        return problem_of(Violation(SELF_CHECK_FAILED, reason=fault), call.request.path)

    def route(self, call: Call) -> None:
        """Finds the operation; a path that has others says which methods it takes."""
        routed = call.request.routed
        if routed.operation_id is not None:
            call.operation = self.contract.operations[routed.operation_id]
        elif routed.allowed:
            raise Violation(METHOD_NOT_ALLOWED, allowed=", ".join(routed.allowed))
        else:
            raise Violation(UNROUTED, reason=_unrouted(call.request.path))

    def force(self, call: Call) -> None:
        """Gives the answer that the request asks for, if it asks for one: nothing is performed."""
        if is_demanded(call.request) and (demand := demand_of(call.request, call.routed_operation)) is not None:
            call.answer = self.forcing.answer(call, demand)
            call.forced = True

    def fail(self, call: Call) -> None:
        """Lets a fault of the world speak, if one befalls the request before anything is performed."""
        if call.met is not None:
            call.answer = answer_instead(call, call.met)

    def perform(self, call: Call) -> None:
        """Runs the operation: all of its changes, or (when a rule refuses) none."""
        operation, world = call.routed_operation, call.world
        behaviour = self.behaviours[operation.id]
        with world.store.unit_of_work():
            value = behaviour.function(world, _operation_request(call))
        media_type, content = _written(operation, value)
        call.answer = Answer(operation.success, media_type, content, _FIDELITIES[behaviour.fidelity])

    def _refusal_headers(self, call: Call, violation: Violation) -> dict[str, str]:
        if violation.code.status == METHOD_NOT_ALLOWED.status:
            return {"allow": ", ".join(call.request.routed.allowed)}
        if violation.code.status == 401 and call.operation is not None:
            return challenge(call.operation)
        return {}


def _named(steps: Iterable[Step]) -> _Steps:
    return tuple((step.__name__, step) for step in steps)


def _written(operation: Operation, value: Json) -> tuple[str | None, bytes]:
    """The value in the media type of the operation's success, JSON where it has that."""
    media_type = operation.answer_media_type
    return (None, b"") if media_type is None else written(media_type, value)


def _is_of_contract(call: Call) -> bool:
    """Whether the answer is one that the contract has to document: not what was refused to be forced, nor a fault."""
    if call.operation is None or call.step == Pipeline.fail.__name__:
        return False
    return call.violation is None or call.violation.code is not NOT_FORCED


def _unrouted(path: str) -> str:
    if path != "/" and path.endswith("/"):
        return "No operation of the contract has this path: it ends with a slash, and none of the contract's does."
    return "No operation of the contract has this path: GET /openapi.json lists those that do."


def _operation_request(call: Call) -> OperationRequest:
    return OperationRequest(call.principal, call.organisation, call.path, call.query, call.body, call.request.base_url)
