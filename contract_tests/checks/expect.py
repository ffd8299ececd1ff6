"""What rule tests expect of an answer. A mismatch carries both sides, for the report."""

from typing import Any

from contract_tests.api_client import Answer
from contract_tests.contract import Contract

PROBLEM_MEDIA_TYPE = "application/problem+json"
_PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance"}


class Mismatch(AssertionError):
    """An answer that is not as expected."""

    def __init__(self, answer: Answer, expected: str, received: str, location: str, *, assumed: bool = False) -> None:
        super().__init__(f"expected {expected}, received {received} ({answer.operation.label})")
        self.answer = answer
        self.expected = expected
        self.received = received
        self.location = location
        self.assumed = assumed


class Expectations:
    """Judges answers by the contract; notes error codes that the target does not show."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.not_observable: set[str] = set()
        self.seen: set[tuple[str, str]] = set()

    def success(self, answer: Answer, status: int, *, rule: str = "contract") -> Any:
        """The body of an answer with that status."""
        if answer.status != status:
            raise Mismatch(answer, str(status), _told(answer), rule)
        return answer.json if answer.response.content else None

    def refusal(self, answer: Answer, code: str) -> None:
        """Problem details with the status and the error code that the operation documents."""
        documented = self._contract.code(answer.operation.id, code)
        assumed = documented.source == "assumed"
        expected = f"{documented.status} {code}"
        location = f"{answer.operation.label}, {documented.status}: {code} ({documented.source})"
        if answer.status != documented.status:
            raise Mismatch(answer, expected, _told(answer), location, assumed=assumed)
        self._require_problem(answer, documented.status)
        self._require_code(answer, code, expected, location, assumed=assumed)
        self.seen.add((answer.operation.id, code))

    def equal(self, answer: Answer, received: object, expected: object, rule: str) -> None:
        if received != expected:
            raise Mismatch(answer, repr(expected), repr(received), rule)

    def _require_problem(self, answer: Answer, status: int) -> None:
        location = "#/components/schemas/ProblemDetails"
        media_type = answer.response.headers.get("content-type", "").partition(";")[0]
        if media_type != PROBLEM_MEDIA_TYPE:
            raise Mismatch(answer, PROBLEM_MEDIA_TYPE, media_type or "no content type", location)
        body = answer.json
        if not isinstance(body, dict):
            raise Mismatch(answer, "an object", type(body).__name__, location)
        if str(body.get("status", status)) != str(status):
            raise Mismatch(answer, f"status {status} in the body", f"status {body.get('status')}", location)
        extra = set(body) - _PROBLEM_MEMBERS
        if extra:
            raise Mismatch(answer, "the five members of ProblemDetails", f"also {', '.join(sorted(extra))}", location)

    def _require_code(self, answer: Answer, code: str, expected: str, location: str, *, assumed: bool) -> None:
        """The header where there is one; elsewhere anywhere in the body; else the code cannot be observed."""
        if answer.error_code is not None:
            if answer.error_code != code:
                raise Mismatch(answer, expected, _told(answer), location, assumed=assumed)
        elif code not in answer.response.text:
            self.not_observable.add(code)


def _told(answer: Answer) -> str:
    code = f" {answer.error_code}" if answer.error_code else ""
    return f"{answer.status}{code}"
