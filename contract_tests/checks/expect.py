"""What rule tests expect of an answer. A mismatch carries both sides, for the report."""

from typing import Any

from contract_tests.api_client import Answer
from contract_tests.contract import Contract

PROBLEM_MEDIA_TYPE = "application/problem+json"
_REFUSED = 400


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

    def success(self, answer: Answer, status: int, *, rule: str = "contract", assumed: bool = False) -> Any:
        """The body of an answer with that status."""
        self.status(answer, status, rule, assumed=assumed)
        return answer.json if answer.response.content else None

    def status(self, answer: Answer, status: int, rule: str, *, assumed: bool = False) -> None:
        if answer.status != status:
            raise Mismatch(answer, str(status), _told(answer), rule, assumed=assumed)

    def refusal(self, answer: Answer, code: str, *, rule: str | None = None) -> None:
        """Problem details with the status and the error code that the operation documents.

        `rule` names the documented rule by which the request must be refused, where only status and code of
        the refusal are assumed: an answer that refuses nothing is then no mere matter of assumption.
        """
        if rule is not None and answer.status < _REFUSED:
            raise Mismatch(answer, f"a refusal, {code}", _told(answer), rule)
        documented = self._contract.code(answer.operation.id, code)
        assumed = documented.source == "assumed"
        expected = f"{documented.status} {code}"
        location = f"{answer.operation.label}, {documented.status}: {code} ({documented.source})"
        if answer.status != documented.status:
            raise Mismatch(answer, expected, _told(answer), location, assumed=assumed)
        self._require_problem(answer, documented.status)
        self._require_code(answer, code, expected, location, assumed=assumed)
        self.seen.add((answer.operation.id, code))

    def equal(self, answer: Answer, received: object, expected: object, rule: str, *, assumed: bool = False) -> None:
        if received != expected:
            raise Mismatch(answer, repr(expected), repr(received), rule, assumed=assumed)

    def that(
        self, answer: Answer, holds: bool, expected: str, received: str, rule: str, *, assumed: bool = False
    ) -> None:
        """A condition in words, for what is no plain equality."""
        if not holds:
            raise Mismatch(answer, expected, received, rule, assumed=assumed)

    def header(self, answer: Answer, name: str, expected: str, rule: str, *, assumed: bool = False) -> None:
        received = answer.response.headers.get(name)
        if received != expected:
            raise Mismatch(answer, f"{name}: {expected}", f"{name}: {received}", rule, assumed=assumed)

    def listed(self, answer: Answer, name: str, expected: frozenset[str], rule: str, *, assumed: bool = False) -> None:
        """A header that lists names, in any order and case; `*` stands for all of them."""
        received = {entry.strip().lower() for entry in answer.response.headers.get(name, "").split(",")} - {""}
        missing = {entry.lower() for entry in expected} - received
        if missing and "*" not in received:
            told = ", ".join(sorted(received)) or "nothing"
            raise Mismatch(answer, f"{name} with {', '.join(sorted(missing))}", told, rule, assumed=assumed)

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
        extra = set(body) - self._contract.members(answer.operation, status)
        if extra:
            raise Mismatch(
                answer, "the members of the documented problem", f"also {', '.join(sorted(extra))}", location
            )

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
