"""What was sent and answered, with credentials masked."""

import hashlib
import json
import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

KEPT_BODY = 20_000
"""Characters of a body that are kept."""

KEPT_EXCHANGES = 50_000
"""The latest requests that reports can show; counts cover all."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request with its answer. `operation_id` is None for what the contract does not declare.

    `path` is that below the target's address, with its query, as it was sent; `test` is the key of the test that
    sent it; `credentials` says whose credential each header carried.
    """

    id: str
    area: str
    operation_id: str | None
    method: str
    url: str
    path: str
    test: str | None
    credentials: Mapping[str, str]
    request_headers: Mapping[str, str]
    request_body: str
    status: int
    response_headers: Mapping[str, str]
    response_body: str
    started: str
    milliseconds: float

    @property
    def error_code(self) -> str | None:
        return {name.lower(): value for name, value in self.response_headers.items()}.get("x-mock-error-code")

    @property
    def curl(self) -> str:
        """A command line that sends it again, once the masked credentials are filled in."""
        parts = ["curl", "-i", "-X", self.method, self.url]
        for name, value in self.request_headers.items():
            if name.lower() not in _OF_THE_CLIENT:
                parts += ["-H", f"{name}: {value}"]
        if self.request_body:
            parts += ["--data-raw", self.request_body]
        return " ".join(shlex.quote(part) for part in parts)


_CASE_HEADER = "X-Schemathesis-TestCaseId"
_OF_THE_CLIENT = frozenset({"user-agent", "accept-encoding", "accept", "connection", "content-length"})


@dataclass(slots=True)
class Recording:
    """Everything the run sent: the latest requests in full, and what was exercised of all.

    `by_case` finds a record by the name that Schemathesis gives its test case.
    """

    kept: dict[str, Recorded] = field(default_factory=dict)
    exercised: Counter[tuple[str, int, str | None]] = field(default_factory=Counter)
    by_case: dict[str, str] = field(default_factory=dict)
    sent: int = 0

    def add(self, recorded: Recorded) -> None:
        self.sent += 1
        self.kept[recorded.id] = recorded
        case = recorded.request_headers.get(_CASE_HEADER)
        if case is not None:
            self.by_case[case] = recorded.id
        if len(self.kept) > KEPT_EXCHANGES:
            self.kept.pop(next(iter(self.kept)))
        if recorded.operation_id is not None:
            self.exercised[recorded.operation_id, recorded.status, recorded.error_code] += 1

    def last_of(self, test: str) -> Recorded | None:
        """The last request that a test sent, of those that are kept."""
        return next((recorded for recorded in reversed(self.kept.values()) if recorded.test == test), None)

    def mask_again(self, mask: Callable[[str], str]) -> None:
        """Takes out what was found to be a secret only after it was recorded."""
        for name, recorded in self.kept.items():
            self.kept[name] = replace(
                recorded,
                url=mask(recorded.url),
                path=mask(recorded.path),
                request_body=mask(recorded.request_body),
                response_body=mask(recorded.response_body),
                request_headers={n: mask(v) for n, v in recorded.request_headers.items()},
                response_headers={n: mask(v) for n, v in recorded.response_headers.items()},
            )

    def __iter__(self) -> Iterator[Recorded]:
        return iter(self.kept.values())


def request_id(number: int, method: str, url: str, body: str) -> str:
    """A short name for a request of this run."""
    digest = hashlib.sha256(json.dumps([number, method, url, body]).encode()).hexdigest()
    return digest[:10]
