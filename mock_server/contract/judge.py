"""A second opinion on answers, by openapi-core: independent of the validators that the server itself uses."""

import copy
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol

from mock_server.contract.document import Contract

_PROBLEM = "application/problem+json"
_EVENTS = "text/event-stream"
_KNOWN = ("application/json", "application/xml", "text/plain", "text/html")
_ORIGIN = "http://judge.invalid"


class JudgedAnswer(Protocol):
    """What of an answer is judged."""

    @property
    def status(self) -> int: ...

    @property
    def media_type(self) -> str | None: ...

    @property
    def content(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class ContractJudge:
    """Judges answers to operations of one contract."""

    def __init__(self, contract: Contract) -> None:
        # Imported here: half a second that only --self-check pays for.
        core = import_module("openapi_core")
        media_types = import_module("openapi_core.deserializing.media_types.util")
        self._headers = import_module("werkzeug.datastructures").Headers
        self._parameters = import_module("openapi_core.datatypes").RequestParameters
        self._openapi = core.OpenAPI.from_dict(
            judge_view(contract.document),
            config=core.Config(
                extra_media_type_deserializers={
                    **dict.fromkeys(_answered(contract, json=True), media_types.json_loads),
                    **dict.fromkeys(_answered(contract, json=False), media_types.plain_loads),
                    _PROBLEM: media_types.json_loads,
                    _EVENTS: media_types.plain_loads,
                }
            ),
        )

    def faults(self, method: str, path: str, answer: JudgedAnswer) -> tuple[str, ...]:
        """What is wrong with an answer, in words that repeat no value of it."""
        request = _Request(method.lower(), path, self._parameters())
        response = _Response(answer, self._headers(answer.headers))
        try:
            return tuple(_told(self._openapi.iter_response_errors(request, response)))
        except RecursionError:
            return ("the answer is nested too deeply to be judged",)


def _answered(contract: Contract, *, json: bool) -> Iterator[str]:
    """Media types of answers, also forced ones, that openapi-core does not know: JSON by another name, or files."""
    responses = (each for operation in contract.operations.values() for each in operation.responses.values())
    for media in (media for response in responses for media in response.get("content", {})):
        if media not in _KNOWN and media.endswith(("+json", "/*")) is json:
            yield media


class _Request:
    """The parts of a request by which openapi-core finds the operation."""

    host_url = _ORIGIN
    content_type = "application/json"
    body = None

    def __init__(self, method: str, path: str, parameters: Any) -> None:
        self.method = method
        self.path = path
        self.parameters = parameters


class _Response:
    """The parts of an answer that openapi-core judges."""

    def __init__(self, answer: JudgedAnswer, headers: Any) -> None:
        self.status_code = answer.status
        self.content_type = answer.media_type or ""
        self.data = answer.content
        self.headers = headers


def judge_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """The contract with its server relative, so that openapi-core finds operations wherever they are served."""
    view = copy.deepcopy(dict(document))
    view["servers"] = [{"url": "/"}]
    return view


def _told(errors: Iterator[Exception]) -> Iterator[str]:
    """Names and schema places only: the text of these errors repeats values, and making it can itself fail."""
    for error in errors:
        schema_errors = getattr(error.__cause__, "schema_errors", None) or ()
        places = [f"{'/'.join(map(str, e.absolute_path))}: {e.validator}" for e in schema_errors]
        yield f"{type(error).__name__}{': ' if places else ''}{', '.join(places)}"
