"""How many requests a second, as a ratio to a bare endpoint that parses and answers bodies of the same size.

`python -m benchmarks.throughput [rounds] [seconds]`. The servers run side by side and are asked in turn; each round
gives a ratio, and the median of the rounds is told. What is wanted is compared with the bare endpoint behind Uvicorn as
it comes; how it does behind the protocol that the mock serves with is told beside.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.filled import ACME, ALICE
from benchmarks.serving import READY
from benchmarks.table import Row, tell
from benchmarks.wrk import Asked, Measured, measured, require_wrk

_INVOICES = 100_000
_CODES_A_SECOND = 30_000
_HEADS = 40_000
"""Many more than the mock remembers: none of them is known when it comes again."""

_KEY = {"x-dolfin-api-key": "dol_live_abc123"}
_JSON = {"content-type": "application/json"}
_PAID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01"
_CUSTOMER = "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01"
_TAIL = 2.0
_BOILER = "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c01"


@dataclass(frozen=True, slots=True)
class Case:
    """A request to the mock; `least` is the ratio that it is meant to reach, if there is one."""

    name: str
    title: str
    asked: Asked
    least: float | None
    fresh_codes: bool = False


class Round(NamedTuple):
    """The same request to all: `bare` is behind Uvicorn as it comes, `alike` behind the mock's protocol."""

    mock: Measured
    bare: Measured
    alike: Measured | None = None


def cases(token: str, codes: list[str]) -> tuple[Case, ...]:
    session = {"authorization": f"Bearer {token}", "x-dolfin-organisation-id": ACME}
    invoice = {"customerId": _CUSTOMER, "currency": "GBP", "lineItems": [{"productId": _BOILER, "quantity": 2}]}
    mint = Asked("POST", "/auth/codes", 201, {**_KEY, **_JSON}, (json.dumps({"userId": ALICE}),))
    invalid = Asked("POST", "/auth/codes", 400, {**_KEY, **_JSON}, (json.dumps({"userId": 5}),))
    exchange = Asked("POST", "/auth/exchange", 200, _JSON, _code_bodies(codes))
    page = Asked("GET", "/invoices?Limit=20", 200, session)
    read = Asked("GET", f"/invoices/{_PAID}", 200, session)
    create = Asked("POST", "/invoices", 201, {**session, **_JSON}, (json.dumps(invoice),))
    return (
        # First: the codes were minted when the server started, and expire.
        Case("exchange", "POST /auth/exchange, fresh codes", exchange, 0.8, fresh_codes=True),
        Case("mint", "POST /auth/codes", mint, 1.0),
        Case("mint-invalid", "POST /auth/codes, invalid", invalid, 1.0),
        Case("me", "GET /me", Asked("GET", "/me", 200, session), 0.8),
        Case("list-invoices", f"GET /invoices, 20 of {_INVOICES}", page, 0.8),
        Case("read-invoice", "GET /invoices/{id}", read, 0.6),
        Case("create-invoice", "POST /invoices", create, 0.6),
        Case("mint-anew", "POST /auth/codes, no two heads alike", replace(mint, heads=_HEADS), None),
        Case("read-anew", "GET /invoices/{id}, no two heads alike", replace(read, heads=_HEADS), None),
    )


@contextmanager
def started(module: str, *arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(line.removeprefix(READY).strip() for line in process.stdout if line.startswith(READY))
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


def rows(rounds: int = 5, seconds: int = 3) -> Iterator[Row]:
    require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        codes_file, answers_file = Path(folder) / "codes", Path(folder) / "answers.json"
        count = _CODES_A_SECOND * seconds * rounds
        filled = ("--invoices", str(_INVOICES), "--codes", str(count), "--codes-file", str(codes_file))
        with started("benchmarks.filled", *filled) as mock:
            codes = codes_file.read_text(encoding="utf-8").split("\n")
            known = cases(_token(mock), codes[-1:])
            answers_file.write_text(json.dumps({case.name: answer_of(mock, case.asked) for case in known}))
            bare_command = ("benchmarks.bare", str(answers_file))
            with started(*bare_command) as bare, started(*bare_command, "--as-the-mock") as alike:
                for case in known:
                    asked = _shares(case.asked, codes[:-1], rounds) if case.fresh_codes else [case.asked] * rounds
                    yield from _rows(case, [_round((mock, bare, alike), case.name, each, seconds) for each in asked])
        with started("benchmarks.filled", "--log") as mock, started(*bare_command, "--log") as bare:
            mint = next(case for case in known if case.name == "mint")
            logged = replace(mint, title=f"{mint.title}, access log on both sides", least=None)
            yield from _rows(logged, [_round((mock, bare), mint.name, mint.asked, seconds) for _ in range(rounds)])


def _shares(asked: Asked, codes: list[str], rounds: int) -> list[Asked]:
    """The same request with other codes in each round: a code works once."""
    share = len(codes) // rounds
    return [replace(asked, bodies=_code_bodies(codes[n * share : (n + 1) * share])) for n in range(rounds)]


def _code_bodies(codes: list[str]) -> list[str]:
    return [json.dumps({"code": code}) for code in codes]


def _round(servers: tuple[str, ...], name: str, asked: Asked, seconds: int) -> Round:
    """The bare endpoint is asked with a body of the same size; where the mock gets none, with the smallest."""
    mock, *bare = servers
    plain = Asked("POST", f"/{name}", 200, _JSON, (asked.bodies[0] or "{}",), asked.heads)
    return Round(measured(mock, asked, seconds), *(measured(each, plain, seconds) for each in bare))


def _token(url: str) -> str:
    body = json.dumps({"email": "alice@acmeplumbing.co.uk"}).encode()
    request = urllib.request.Request(f"{url}/__mock__/tokens", body, dict(_JSON))
    with urllib.request.urlopen(request) as response:
        token: str = json.load(response)["token"]
    return token


def _rows(case: Case, rounds: list[Round]) -> Iterator[Row]:
    ratio = statistics.median(each.mock.rate / each.bare.rate for each in rounds)
    tail = statistics.median(each.mock.p99 / each.bare.p99 for each in rounds)
    rate, bare_rate = (
        statistics.median(one.rate for one in side) for side in zip(*(r[:2] for r in rounds), strict=True)
    )
    alike = [each.mock.rate / each.alike.rate for each in rounds if each.alike is not None]
    others = sum(each.mock.others for each in rounds)
    remark = f"{rate:.0f} to {bare_rate:.0f} a second"
    remark += f"; {statistics.median(alike):.2f} of bare behind the mock's protocol" if alike else ""
    remark += f"; {others} other answers" if others else ""
    wanted, is_met = ("-", None) if case.least is None else (f"at least {case.least}", ratio >= case.least)
    yield Row(f"{case.title}: rate", f"{ratio:.2f}", wanted, is_met, remark)
    yield Row(f"{case.title}: p99", f"{tail:.2f}", f"at most {_TAIL}", tail <= _TAIL)


if __name__ == "__main__":
    tell(rows(*(int(argument) for argument in sys.argv[1:])))
