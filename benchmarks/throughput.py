"""How many requests a second, as a ratio to a bare endpoint that parses and answers bodies of the same size.

`python -m benchmarks.throughput [rounds] [seconds]`. Both servers run side by side and are asked in turn; each round
gives a ratio, and the median of the rounds is told.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.filled import ACME, ALICE
from benchmarks.wrk import Asked, Measured, measured, require_wrk

_READY = "Listening on "
_INVOICES = 100_000
_CODES_A_SECOND = 20_000
_KEY = {"x-dolfin-api-key": "dol_live_abc123"}
_JSON = {"content-type": "application/json"}
_PAID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01"
_CUSTOMER = "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01"
_BOILER = "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c01"


@dataclass(frozen=True, slots=True)
class Case:
    """A request to the mock; `least` is the ratio that it is meant to reach."""

    name: str
    asked: Asked
    least: float


def cases(token: str, codes: list[str]) -> tuple[Case, ...]:
    session = {"authorization": f"Bearer {token}", "x-dolfin-organisation-id": ACME}
    invoice = {"customerId": _CUSTOMER, "currency": "GBP", "lineItems": [{"productId": _BOILER, "quantity": 2}]}
    mint = Asked("POST", "/auth/codes", 201, {**_KEY, **_JSON}, (json.dumps({"userId": ALICE}),))
    invalid = Asked("POST", "/auth/codes", 400, {**_KEY, **_JSON}, (json.dumps({"userId": 5}),))
    exchange = Asked("POST", "/auth/exchange", 200, _JSON, [json.dumps({"code": code}) for code in codes])
    return (
        Case("mint", mint, 1.0),
        Case("mint-invalid", invalid, 1.0),
        Case("exchange", exchange, 0.8),
        Case("me", Asked("GET", "/me", 200, session), 0.8),
        Case("list-invoices", Asked("GET", "/invoices?Limit=20", 200, session), 0.8),
        Case("read-invoice", Asked("GET", f"/invoices/{_PAID}", 200, session), 0.6),
        Case("create-invoice", Asked("POST", "/invoices", 201, {**session, **_JSON}, (json.dumps(invoice),)), 0.6),
    )


@contextmanager
def started(module: str, *arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(line.removeprefix(_READY).strip() for line in process.stdout if line.startswith(_READY))
        finally:
            process.terminate()


def answer_of(url: str, asked: Asked) -> Any:
    """What the mock answers, so that the bare endpoint answers the same."""
    body = asked.bodies[0].encode() or None
    request = urllib.request.Request(url + asked.path, body, dict(asked.headers), method=asked.method)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return json.load(error)


def main(rounds: int, seconds: int) -> None:
    require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        codes_file, answers_file = Path(folder) / "codes", Path(folder) / "answers.json"
        count = _CODES_A_SECOND * seconds * rounds
        filled = ("--invoices", str(_INVOICES), "--codes", str(count), "--codes-file", str(codes_file))
        with started("benchmarks.filled", *filled) as mock:
            codes = codes_file.read_text(encoding="utf-8").split("\n")
            token = _token(mock)
            known = cases(token, codes[-1:])
            answers_file.write_text(json.dumps({case.name: answer_of(mock, case.asked) for case in known}))
            with started("benchmarks.bare", str(answers_file)) as bare:
                for case in known:
                    told = [_round(mock, bare, case, codes, r, rounds, seconds) for r in range(rounds)]
                    _tell(case, told)


def _round(
    mock: str, bare: str, case: Case, codes: list[str], number: int, rounds: int, seconds: int
) -> tuple[Measured, Measured]:
    asked = case.asked
    if case.name == "exchange":
        share = len(codes) // rounds
        asked = cases("", codes[number * share : (number + 1) * share - 1])[2].asked
    plain = Asked("POST", f"/{case.name}", 200, _JSON, (case.asked.bodies[0] or "{}",))
    return measured(mock, asked, seconds), measured(bare, plain, seconds)


def _token(url: str) -> str:
    body = json.dumps({"email": "alice@acmeplumbing.co.uk"}).encode()
    request = urllib.request.Request(f"{url}/__mock__/tokens", body, dict(_JSON))
    with urllib.request.urlopen(request) as response:
        token: str = json.load(response)["token"]
    return token


def _tell(case: Case, rounds: list[tuple[Measured, Measured]]) -> None:
    ratio = statistics.median(mock.rate / bare.rate for mock, bare in rounds)
    tail = statistics.median(mock.p99 / bare.p99 for mock, bare in rounds)
    rate = statistics.median(mock.rate for mock, _ in rounds)
    others = sum(mock.others for mock, _ in rounds)
    sys.stdout.write(
        f"{case.name:<16} ratio {ratio:.2f} (wanted {case.least})  p99 {tail:.2f}  {rate:.0f}/s  other {others}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], "5", "3")[:2]))
