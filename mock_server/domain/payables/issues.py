"""What is wrong with a bill, as its validation tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mock_server.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: the member it is about, a code for programs (assumed), a text for people."""

    member: str
    code: str
    text: str


def sidecar(issues: Sequence[Issue]) -> JsonObject:
    """The texts as `errors` and, in the same order, the codes as `codes`, both by member."""
    errors: dict[str, list[Json]] = {}
    codes: dict[str, list[Json]] = {}
    for issue in issues:
        errors.setdefault(issue.member, []).append(issue.text)
        codes.setdefault(issue.member, []).append(issue.code)
    return {"errors": errors, "codes": codes}
