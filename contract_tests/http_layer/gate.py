"""The one way out: every request of the suite, Schemathesis's included, passes this gate.

It refuses what the policy refuses, keeps the rate and the budgets, stops when the server breaks down, and
records what went through. It sits below `requests`, so no generator setting can go round it.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from contract_tests.contract import ORGANISATION_HEADER, Contract
from contract_tests.http_layer.masking import Masker
from contract_tests.http_layer.policy import BEYOND, CONTROL_PREFIX, Policy, changes_nothing
from contract_tests.http_layer.recording import KEPT_BODY, Recorded, Recording, request_id

BREAKDOWN_WINDOW = 20
"""As many answers in a row as must be 5xx for the run to stop."""

_NO_ANSWER = 599
CREDENTIAL_HEADERS = ("authorization", "x-dolfin-api-key")
MADE_UP = "made up"
INTERRUPTED = "it was interrupted"


class GateClosed(Exception):
    """A request that was not sent; the message says why."""


class Refused(GateClosed):
    """The policy does not allow the request."""


class Stopped(GateClosed):
    """The run is over: a budget is spent, or the server broke down."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`per_second` requests, `requests` and `seconds` for the run; None: no limit."""

    per_second: float | None = None
    requests: int | None = None
    seconds: float | None = None


_RECORD = "dolfin_recorded"
Listener = Callable[[Recorded, requests.Response], None]


@dataclass
class Gate:
    """The gate of one run, to one base URL."""

    base_url: str
    contract: Contract
    policy: Policy
    masker: Masker
    limits: Limits = field(default_factory=Limits)
    recording: Recording = field(default_factory=Recording)
    refused: Counter[str] = field(default_factory=Counter)
    area: str = "setup"
    listeners: list[Listener] = field(default_factory=list)
    stopped: str | None = None
    breakdown: str | None = None
    confined: frozenset[str] = frozenset()
    """Areas in which only organisations of the run's own may be changed."""
    owned: set[str] = field(default_factory=set)
    """The ids of those organisations."""
    test: str | None = None
    """The key of the test that runs, where one does."""
    known: dict[str, str] = field(default_factory=dict)
    """Credentials of the run, as they stand in a header, with a name for each."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._next_slot = 0.0
        self._admitted = 0
        self._latest: deque[int] = deque(maxlen=BREAKDOWN_WINDOW)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Puts the gate under `requests` for as long as the block runs.

        Redirects are not followed, so that an answer is judged as it is and nothing is led elsewhere; and no
        credentials of the user's `.netrc` are sent along.
        """
        original = HTTPAdapter.send
        gate = self

        def send(adapter: HTTPAdapter, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
            return gate._send(request, lambda: original(adapter, request, *args, **kwargs))

        with (
            patch.object(HTTPAdapter, "send", send),
            patch.object(requests.Session, "get_redirect_target", lambda *_: None),
            patch.object(requests.sessions, "get_netrc_auth", lambda *_: None),
        ):
            yield

    @property
    def seconds_left(self) -> float | None:
        if self.limits.seconds is None:
            return None
        return max(0.0, self.limits.seconds - (time.monotonic() - self._started))

    def stop(self, reason: str) -> None:
        """Lets nothing more through."""
        self.stopped = self.stopped or reason

    def _send(self, request: requests.PreparedRequest, forward: Callable[[], requests.Response]) -> requests.Response:
        number = self._admit(request)
        started = datetime.now(UTC)
        clock = time.perf_counter()
        try:
            response = forward()
        except requests.RequestException:
            with self._lock:
                self._watch(_NO_ANSWER)
            raise
        recorded = self._recorded(number, request, response, started, time.perf_counter() - clock)
        with self._lock:
            self.recording.add(recorded)
            self._watch(response.status_code)
        response.__dict__[_RECORD] = recorded
        for listener in self.listeners:
            listener(recorded, response)
        return response

    def _admit(self, request: requests.PreparedRequest) -> int:
        """The number of the request; raises GateClosed where it must not be sent."""
        with self._lock:
            self._require_open()
            self._require_allowed(request)
            self._admitted += 1
            number = self._admitted
            wait = self._slot()
        left = self.seconds_left
        if left is not None and wait > left:
            self.stop(f"--max-time {self.limits.seconds:g} is reached before --rate allows another request")
            raise Stopped(self.stopped)
        if wait > 0:
            time.sleep(wait)
        return number

    def _require_open(self) -> None:
        limit = self.limits.requests
        if limit is not None and self._admitted >= limit:
            self.stop(f"--max-requests {limit} is reached")
        if self.seconds_left == 0.0:
            self.stop(f"--max-time {self.limits.seconds:g} is reached")
        if self.stopped is not None:
            raise Stopped(self.stopped)

    def _require_allowed(self, request: requests.PreparedRequest) -> None:
        reason = self._reason_to_refuse(request)
        if reason is not None:
            self.refused[reason] += 1
            raise Refused(f"not sent: {reason}")

    def _reason_to_refuse(self, request: requests.PreparedRequest) -> str | None:
        method, path = request.method or "GET", below(self.base_url, request.url or "")
        if path is None:
            return "only the target is called"
        operation = self.contract.find(method, path)
        if operation is not None and not changes_nothing(operation) and self.area in self.confined:
            selected = _text(request.headers.get(ORGANISATION_HEADER))
            if not operation.needs_organisation or selected not in self.owned:
                return BEYOND
        return self.policy.refusal(method, path, operation)

    def _slot(self) -> float:
        """Seconds until the rate allows the next request."""
        if self.limits.per_second is None:
            return 0.0
        now = time.monotonic()
        slot = max(now, self._next_slot)
        self._next_slot = slot + 1 / self.limits.per_second
        return slot - now

    def _watch(self, status: int) -> None:
        self._latest.append(status)
        broken = all(s >= 500 for s in self._latest)
        if broken and len(self._latest) == BREAKDOWN_WINDOW:
            self.breakdown = f"the last {BREAKDOWN_WINDOW} answers were all 5xx, or none at all"
            self.stop(self.breakdown)

    def _recorded(
        self,
        number: int,
        request: requests.PreparedRequest,
        response: requests.Response,
        started: datetime,
        seconds: float,
    ) -> Recorded:
        method, path = request.method or "GET", below(self.base_url, request.url or "") or "/"
        self.masker.learn_from(_text(response.content))
        operation = None if path.startswith(CONTROL_PREFIX) else self.contract.find(method, path)
        body = self.masker.text(_text(request.body))[:KEPT_BODY]
        url = self.masker.text(request.url or "")
        return Recorded(
            id=request_id(number, method, url, body),
            area=self.area,
            operation_id=operation.id if operation else None,
            method=method,
            url=url,
            path=url.removeprefix(self.base_url),
            test=self.test,
            credentials=self._callers(request),
            request_headers=self.masker.headers(_decoded(request.headers)),
            request_body=body,
            status=response.status_code,
            response_headers=self.masker.headers(_decoded(response.headers)),
            response_body=self.masker.text(_text(response.content))[:KEPT_BODY],
            started=started.isoformat(),
            milliseconds=round(seconds * 1000, 1),
        )

    def _callers(self, request: requests.PreparedRequest) -> dict[str, str]:
        """Whose credential each header carried; those that the run does not know were made up by a test."""
        sent = {name.lower(): value for name, value in _decoded(request.headers).items()}
        return {name: self.known.get(sent[name], MADE_UP) for name in CREDENTIAL_HEADERS if name in sent}


def below(base_url: str, url: str) -> str | None:
    """The decoded path of a URL below a base; None where it is not below it."""
    base, full = urlsplit(base_url), urlsplit(url)
    path, prefix = unquote(full.path), unquote(base.path).rstrip("/")
    if full[:2] != base[:2] or not path.startswith(prefix + "/"):
        return None if path != prefix or full[:2] != base[:2] else "/"
    return path[len(prefix) :]


def record_of(response: requests.Response) -> Recorded | None:
    """The record that a response left at the gate it came through."""
    recorded = response.__dict__.get(_RECORD)
    return recorded if isinstance(recorded, Recorded) else None


def _text(body: Any) -> str:
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")


def _decoded(headers: Any) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in headers.items()}
