"""What an operation answers with: statuses, error codes, headers and content."""

from collections.abc import Iterator, Mapping

from mock_server.contract.diff.change import Finding
from mock_server.contract.diff.codes import codes_of
from mock_server.contract.diff.operation import OperationAt
from mock_server.contract.diff.operations import Exchange
from mock_server.contract.diff.side import Side, Spot


def answers(exchange: Exchange, older: OperationAt, newer: OperationAt) -> Iterator[Finding]:
    before, after = _responses(exchange.older, older), _responses(exchange.newer, newer)
    for status, spot in before.items():
        if status not in after:
            place = older.spot.at("responses", status).pointer
            yield Finding("status-removed", place, f"it no longer answers {status}{_told(spot)}", "older")
    for status, spot in after.items():
        if status not in before:
            place = newer.spot.at("responses", status).pointer
            yield Finding("status-added", place, f"it can answer {status} now{_told(spot)}")
        else:
            yield from exchange.content("answer", before[status], spot)
            yield from _headers(exchange, status, before[status], spot)
    yield from _codes(before, after)


def _responses(side: Side, operation: OperationAt) -> Mapping[str, Spot]:
    return {status: side.followed(spot) for status, spot in operation.spot.at("responses").items()}


def _told(response: Spot) -> str:
    """The first line of what it is for, unless that line is a list of codes."""
    line = str(response.value.get("description", "")).partition("\n")[0].strip()
    return f" ({line})" if line and len(line) < 80 and " — " not in line else ""


def _headers(exchange: Exchange, status: str, older: Spot, newer: Spot) -> Iterator[Finding]:
    before = {name.lower(): exchange.older.followed(spot) for name, spot in older.at("headers").items()}
    after = {name.lower(): exchange.newer.followed(spot) for name, spot in newer.at("headers").items()}
    for name, spot in before.items():
        if name not in after:
            told = f"the answer {status} no longer has the header {name}"
            yield Finding("answer-header-removed", spot.pointer, told, "older")
    for name, spot in after.items():
        if name not in before:
            yield Finding("answer-header-added", spot.pointer, f"the answer {status} has the header {name} now")
            continue
        was, is_now = (one.value.get("required") is True for one in (before[name], spot))
        if was != is_now:
            rule = "made-required" if is_now else "made-optional"
            told = f"the answer {status} {'always' if is_now else 'does not always'} have the header {name} now"
            yield Finding(f"answer-header-{rule}", spot.pointer, told)
        yield from exchange.schemas.findings("answer", before[name].at("schema"), spot.at("schema"))


def _codes(older: Mapping[str, Spot], newer: Mapping[str, Spot]) -> Iterator[Finding]:
    before, after = _statuses_of_codes(older), _statuses_of_codes(newer)
    for code, statuses in before.items():
        if code not in after:
            status, spot = next(iter(statuses.items()))
            yield Finding("error-code-removed", spot.pointer, f"{status} {code} is gone", "older")
    for code, statuses in after.items():
        status, spot = next(iter(statuses.items()))
        if code not in before:
            yield Finding("error-code-added", spot.pointer, f"{status} {code} is new")
        elif before[code].keys().isdisjoint(statuses):
            was = ", ".join(before[code])
            yield Finding("error-code-moved", spot.pointer, f"{code} comes with {', '.join(statuses)} now, was {was}")


def _statuses_of_codes(responses: Mapping[str, Spot]) -> Mapping[str, Mapping[str, Spot]]:
    found: dict[str, dict[str, Spot]] = {}
    for status, spot in responses.items():
        for code in codes_of(spot.value):
            found.setdefault(code, {})[status] = spot
    return found
