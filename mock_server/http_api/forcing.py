"""Makes the answer that a request asks for, of those that the contract documents for its operation."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.catalogue import CATALOGUE, CODES, NOT_FORCED
from mock_server.contract.document import Contract, Operation, Schema, resolved, schema_of
from mock_server.contract.validators import PartValidator
from mock_server.domain.behaviour import Fidelity
from mock_server.domain.violations import Violation
from mock_server.http_api.answer import Answer
from mock_server.http_api.authenticate import challenge
from mock_server.http_api.call import Call
from mock_server.http_api.demands import Demand
from mock_server.http_api.json_codec import write_json
from mock_server.http_api.problems import ERROR_CODE_HEADER, PROBLEM_MEDIA_TYPE, problem_body
from mock_server.http_api.reasons import reason_phrase
from mock_server.http_api.written import FIDELITY_HEADER, written
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas
from mock_server.json_value import Json, JsonObject

FORCED_HEADER = "x-mock-forced"
_ERRORS = 400
_WITHOUT_CONTENT = (204, 205, 304)
_DETAILS = {row.code: row.detail for row in CODES.values() if "{" not in row.detail}
_STATUSES = {row.code: row.status for row in CATALOGUE}
_SENDABLE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A documented response: `key` as the contract names it (a status, `4XX` or `default`), `code` a row of its."""

    key: str
    status: int
    response: Mapping[str, Any]
    code: Mapping[str, Any] | None

    @property
    def content(self) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self.response.get("content", {})
        return content


class Forcing:
    """Forces answers of one contract. What it makes of schemas is kept: the contract bounds it."""

    def __init__(self, contract: Contract) -> None:
        self._document = contract.document
        self._schemas = Schemas(contract)
        self._samples: dict[tuple[str, str], tuple[str | None, bytes]] = {}
        self._validators: dict[tuple[str, str], PartValidator] = {}

    def answer(self, call: Call, demand: Demand) -> Answer:
        """Raises Violation(Mock.NotForced), with what there is, where the operation documents no such answer."""
        operation = call.routed_operation
        chosen = self._chosen(operation, demand)
        media_type, content = self._content(call, chosen, demand)
        headers = {FORCED_HEADER: "true"}
        if media_type != PROBLEM_MEDIA_TYPE:
            headers[FIDELITY_HEADER] = Fidelity.SAMPLE
        error_code = None if chosen.code is None else str(chosen.code["code"])
        if error_code is not None:
            headers[ERROR_CODE_HEADER] = error_code
        headers.update(self._declared_headers(operation, chosen))
        return Answer(chosen.status, media_type, content, headers, error_code)

    def _content(self, call: Call, chosen: _Chosen, demand: Demand) -> tuple[str | None, bytes]:
        if chosen.status in _WITHOUT_CONTENT:
            return None, b""
        if demand.example is not None:
            return self._example(chosen, demand.example)
        if _is_problem(chosen):
            return PROBLEM_MEDIA_TYPE, write_json(self._problem(call, chosen))
        return self._sampled(call.routed_operation, chosen)

    def _chosen(self, operation: Operation, demand: Demand) -> _Chosen:
        left = self._of_status(operation, demand.status)
        if demand.error is not None:
            left = _listing(left, demand)
        if demand.example is not None:
            left = self._showing(left, demand)
        key = next(iter(left))
        response = left[key]
        rows = [row for row in _rows(response) if demand.error in (None, row["code"])]
        status = demand.status or _status_of(operation, key, demand.error)
        refuses = status >= _ERRORS and demand.example is None
        return _Chosen(key, status, response, rows[0] if refuses and rows else None)

    def _of_status(self, operation: Operation, status: int | None) -> Mapping[str, Mapping[str, Any]]:
        """The responses of that status; all of them, successes first, where none is asked for."""
        responses = operation.responses
        if status is None:
            return {key: responses[key] for key in sorted(responses, key=lambda key: key[0] not in "23")}
        for key in (str(status), f"{status // 100}XX", _DEFAULT):
            if key in responses and (key.isdigit() or _can_have(status, responses[key])):
                return {key: responses[key]}
        raise _refusal("statuses", sorted(responses))

    def _showing(self, left: Mapping[str, Mapping[str, Any]], demand: Demand) -> Mapping[str, Mapping[str, Any]]:
        named = {key: response for key, response in left.items() if demand.example in self._examples(response)}
        if not named:
            there = (name for response in left.values() for name in self._examples(response))
            raise _refusal("examples", dict.fromkeys(there), demand.status)
        return named

    def _examples(self, response: Mapping[str, Any]) -> Mapping[str, tuple[str, Json]]:
        """Media type and value by name."""
        return {
            str(name): (media_type, example["value"])
            for media_type, content in reversed(response.get("content", {}).items())
            for name, raw in content.get("examples", {}).items()
            if "value" in (example := resolved(self._document, raw))
        }

    def _example(self, chosen: _Chosen, name: str) -> tuple[str | None, bytes]:
        media_type, value = self._examples(chosen.response)[name]
        return written(media_type, value)

    def _problem(self, call: Call, chosen: _Chosen) -> Json:
        """Problem details; where the contract's own problems have more members, with samples of those."""
        title = reason_phrase(chosen.status)
        body = problem_body(chosen.status, title, _detail(chosen, title), call.request.path)
        schema = schema_of(chosen.content.get(PROBLEM_MEDIA_TYPE, {}).get("schema", {}))
        validator = self._validator(call.routed_operation, chosen, schema)
        if validator.accepts(body):
            return body
        made = sample(self._schemas, schema)
        whole: JsonObject = {**made, **body} if isinstance(made, Mapping) else {}
        return whole if validator.accepts(whole) else made

    def _validator(self, operation: Operation, chosen: _Chosen, schema: Schema) -> PartValidator:
        place = (operation.id, chosen.key)
        if place not in self._validators:
            self._validators[place] = self._schemas.validator(schema)
        return self._validators[place]

    def _sampled(self, operation: Operation, chosen: _Chosen) -> tuple[str | None, bytes]:
        place = (operation.id, chosen.key)
        if place not in self._samples:
            self._samples[place] = self._sample(chosen.content)
        return self._samples[place]

    def _sample(self, content: Mapping[str, Any]) -> tuple[str | None, bytes]:
        """JSON where there is some."""
        if not content:
            return None, b""
        media_type = min(content, key=lambda name: name != "application/json")
        return written(media_type, sample(self._schemas, schema_of(content[media_type].get("schema", {}))))

    def _declared_headers(self, operation: Operation, chosen: _Chosen) -> Iterator[tuple[str, str]]:
        if chosen.status == 401 and operation.credentials:
            yield from challenge(operation).items()
            return
        for name, raw in chosen.response.get("headers", {}).items():
            header = resolved(self._document, raw)
            if header.get("required") and name.lower() != "content-type":
                value = sample(self._schemas, schema_of(header.get("schema", {})))
                text = value if isinstance(value, str) else write_json(value).decode()
                if _SENDABLE.fullmatch(text):
                    yield name.lower(), text


def _can_have(status: int, response: Mapping[str, Any]) -> bool:
    """Whether a response that stands for many statuses can have this one: a body that it shows has no place in some."""
    return status not in _WITHOUT_CONTENT or not response.get("content")


def _is_problem(chosen: _Chosen) -> bool:
    return chosen.status >= _ERRORS and (not chosen.content or PROBLEM_MEDIA_TYPE in chosen.content)


def _detail(chosen: _Chosen, title: str) -> str:
    """The catalogue's text; where that names facts, which nothing caused, or there is none: what the contract says."""
    if chosen.code is None:
        said = str(chosen.response.get("description", ""))
        return _sentence(said.strip().partition("\n")[0] or title)
    return _DETAILS.get(str(chosen.code["code"])) or _sentence(str(chosen.code.get("when") or title))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _rows(response: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (row for row in response.get("x-error-codes", ()) if isinstance(row, Mapping) and "code" in row)


def _listing(left: Mapping[str, Mapping[str, Any]], demand: Demand) -> Mapping[str, Mapping[str, Any]]:
    listing = {key: r for key, r in left.items() if any(row["code"] == demand.error for row in _rows(r))}
    if not listing:
        there = (str(row["code"]) for response in left.values() for row in _rows(response))
        raise _refusal("error codes", dict.fromkeys(there), demand.status)
    return listing


def _status_of(operation: Operation, key: str, error: str | None) -> int:
    """The status of a response that is documented for several of them, or for any other."""
    if key.isdigit():
        return int(key)
    known = _STATUSES.get(error or "", 0)
    if key == _DEFAULT:
        succeeds = error is None and not any(other[0] in "23" for other in operation.responses)
        return known or (operation.success if succeeds else 500)
    return known if known // 100 == int(key[0]) else int(key[0]) * 100


def _refusal(what: str, there: Iterable[str], status: int | None = None) -> Violation:
    """Names what there is, of our own list; the value that was sent is not repeated."""
    with_status = "" if status is None else f" with status {status}"
    listed = ", ".join(there) or "none"
    return Violation(
        NOT_FORCED, reason=f"The operation does not document that{with_status}. Its {what}{with_status}: {listed}."
    )
