"""A second opinion on answers, by openapi-core: independent of the validators that the server itself uses."""

import copy
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from mock_server.contract.document import Contract

_PROBLEM = "application/problem+json"
_ORIGIN = "http://judge.invalid"


class ContractJudge:
    """Judges answers to operations of one contract."""

    def __init__(self, contract: Contract) -> None:
        # Imported here: half a second that only --self-check pays for.
        core = import_module("openapi_core")
        media_types = import_module("openapi_core.deserializing.media_types.util")
        self._parameters = import_module("openapi_core.datatypes").RequestParameters
        self._openapi = core.OpenAPI.from_dict(
            judge_view(contract.document),
            config=core.Config(extra_media_type_deserializers={_PROBLEM: media_types.json_loads}),
        )

    def faults(self, method: str, path: str, status: int, media_type: str, content: bytes) -> tuple[str, ...]:
        """What is wrong with an answer, in words that repeat no value of it."""
        request = _Request(method.lower(), path, self._parameters())
        response = _Response(status, media_type, content)
        try:
            return tuple(_told(self._openapi.iter_response_errors(request, response)))
        except RecursionError:
            return ("the answer is nested too deeply to be judged",)


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

    def __init__(self, status: int, media_type: str, content: bytes) -> None:
        self.status_code = status
        self.content_type = media_type
        self.data = content
        self.headers: dict[str, str] = {}


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
