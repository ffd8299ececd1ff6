"""Sends one request of an earlier run again: credentials filled in anew, everything else as it was."""

import json
from collections.abc import Iterator
from typing import Any

import requests

from contract_tests.http_layer.masking import MASK
from contract_tests.http_layer.recording import Recorded
from contract_tests.suite import Suite

_NOT_RESENT = frozenset({"content-length", "host", "connection", "x-schemathesis-testcaseid"})


def replay(suite: Suite, entry: dict[str, Any]) -> tuple[list[str], bool]:
    """What to print, and whether the answer is again the one that the report shows.

    On a mock the state is made as the run made it at its beginning, from the same seed.
    """
    suite.provision.identities()
    with suite.area("rules"):
        response = requests.request(
            entry["method"],
            suite.target.url + entry["path"],
            headers=_headers(suite, entry["headers"]),
            data=_body(suite, entry["body"]),
            allow_redirects=False,
            timeout=30,
        )
    recorded = next(reversed(suite.gate.recording.kept.values()))
    same = (recorded.status, recorded.error_code) == (entry["status"], entry["errorCode"])
    return list(_told(suite, entry, recorded, response, same=same)), same


def _told(
    suite: Suite, entry: dict[str, Any], recorded: Recorded, response: requests.Response, *, same: bool
) -> Iterator[str]:
    yield f"{entry['title']}"
    yield f"  {recorded.curl}"
    yield f"  then  {entry['status']} {entry['errorCode'] or ''}".rstrip()
    yield f"  now   {recorded.status} {recorded.error_code or ''}".rstrip()
    yield f"  body  {suite.gate.masker.text(response.text)[:2000]}"
    for finding in suite.results.findings:
        yield f"  judge {finding.received}"
    yield "The answer is the same as in the report." if same else "The answer is another than in the report."


def _headers(suite: Suite, headers: dict[str, str]) -> dict[str, str]:
    fresh = {
        "authorization": lambda: suite.provision.shared_session().headers["authorization"],
        "x-dolfin-api-key": lambda: suite.provision.client.headers["x-dolfin-api-key"],
    }
    return {
        name: fresh[name.lower()]() if value == MASK and name.lower() in fresh else value
        for name, value in headers.items()
        if name.lower() not in _NOT_RESENT
    }


def _body(suite: Suite, body: str) -> bytes | None:
    if MASK in body:
        try:
            sent = json.loads(body)
        except ValueError:
            return body.encode()
        if isinstance(sent, dict) and sent.get("code") == MASK:
            sent["code"] = suite.provision.code(suite.provision.shared_user().id)
            return json.dumps(sent).encode()
    return body.encode() or None
