"""Shows one finding of an earlier run again: its test is run again, or its request sent again as it was."""

from collections.abc import Iterator
from typing import Any

import requests

from contract_tests.findings import Finding
from contract_tests.http_layer.gate import MADE_UP, record_of
from contract_tests.http_layer.masking import MASK
from contract_tests.options import UsageError
from contract_tests.suite import Suite
from contract_tests.verify import log_in, run_tests

_NOT_RESENT = frozenset({"content-length", "host", "connection", "x-schemathesis-testcaseid"})
_TIMEOUT = 30


def replay(suite: Suite, entry: dict[str, Any], name: str) -> tuple[list[str], bool]:
    """What to print, and whether the finding shows again.

    A request of a rule test says nothing without what went before it, so the whole test is run; a generated
    request is sent alone. On a mock the state is made as the run made it at its beginning, from the same seed.
    Raises UsageError for a request whose credential the report does not hold.
    """
    log_in(suite)
    if entry["test"] is not None:
        return _run_again(suite, entry)
    return _send_again(suite, entry, name)


def _run_again(suite: Suite, entry: dict[str, Any]) -> tuple[list[str], bool]:
    run_tests(suite, None, lambda _: None, names=[entry["test"]])
    again = [finding for finding in suite.results.findings if finding.key == entry["finding"]]
    ended = ", ".join(f"{outcome.result} {outcome.reason}".strip() for outcome in suite.results.outcomes)
    lines = [entry["title"], f"  test  {entry['test']}: {ended or 'not found'}"]
    for finding in again:
        lines += [f"  expected  {finding.expected}", f"  received  {finding.received}", f"  curl      {finding.curl}"]
    return [*lines, _verdict(again=bool(again))], bool(again)


def _send_again(suite: Suite, entry: dict[str, Any], name: str) -> tuple[list[str], bool]:
    if MASK in entry["body"] or MASK in entry["path"] or MADE_UP in entry["credentials"].values():
        raise UsageError(
            f"{name} cannot be sent again: it carried a credential that was made up for it, and reports hold none; "
            f"run its operation again with --only {entry['operationId']} and the seed of the report"
        )
    with suite.area("rules"):
        response = requests.request(
            entry["method"],
            suite.gate.base_url + entry["path"],
            headers=_headers(suite, entry),
            data=entry["body"].encode() or None,
            timeout=_TIMEOUT,
        )
    recorded = record_of(response)
    assert recorded is not None, "the answer came through the gate"
    again = (recorded.status, recorded.error_code) == (entry["status"], entry["errorCode"])
    told = _told(entry, recorded.curl, f"{recorded.status} {recorded.error_code or ''}", recorded.response_body)
    return [*told, *_judged(suite.results.findings), _verdict(again=again)], again


def _told(entry: dict[str, Any], curl: str, now: str, body: str) -> Iterator[str]:
    yield entry["title"]
    yield f"  curl  {curl}"
    yield f"  then  {entry['status']} {entry['errorCode'] or ''}".rstrip()
    yield f"  now   {now}".rstrip()
    yield f"  body  {body}"


def _judged(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"  judge {finding.received}"


def _verdict(*, again: bool) -> str:
    return "It shows again." if again else "It does not show again."


def _headers(suite: Suite, entry: dict[str, Any]) -> dict[str, str]:
    """The headers as they were, with the credentials of the same callers as this run has them."""
    callers = suite.provision.identities()
    headers = {name: value for name, value in entry["headers"].items() if name.lower() not in _NOT_RESENT}
    for header, caller in entry["credentials"].items():
        fresh = {name.lower(): value for name, value in callers[caller].headers.items()}
        headers = {name: value for name, value in headers.items() if name.lower() != header}
        headers[header] = fresh[header]
    return headers
