"""A second opinion on answers, by openapi-core: independent of the server's own validator."""

import copy
from collections.abc import Iterator
from typing import Any

import requests
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.util import json_loads, plain_loads

from contract_tests.contract import Contract
from contract_tests.http_layer.gate import below

_ORIGIN = "http://judge.invalid"


class Judge:
    """Says whether an answer has a documented status, media type, schema and headers."""

    def __init__(self, contract: Contract, base_url: str) -> None:
        self._base_url = base_url
        document = copy.deepcopy(dict(contract.document))
        # openapi-core looks for the operation below the server's address: a relative one fits every target.
        document["servers"] = [{"url": "/"}]
        config = Config(
            spec_validator_cls=None,  # the document was validated when it was built: here that takes half a second
            extra_media_type_deserializers={"application/problem+json": json_loads, "text/event-stream": plain_loads},
        )
        self._openapi = OpenAPI.from_dict(document, config=config)

    def faults(self, response: requests.Response) -> tuple[str, ...]:
        """What is wrong, in words that repeat no value of the answer. One to HEAD has no body to be judged."""
        if response.request.method == "HEAD":
            return ()
        try:
            return tuple(
                _told(self._openapi.iter_response_errors(_Request(response, self._base_url), _Response(response)))
            )
        except RecursionError:
            return ("nested too deeply to be judged",)


class _Request:
    """The parts of a request by which openapi-core finds the operation."""

    host_url = _ORIGIN
    content_type = "application/json"
    body = None

    def __init__(self, response: requests.Response, base_url: str) -> None:
        request = response.request
        self.method = (request.method or "GET").lower()
        self.path = below(base_url, request.url or "") or "/"
        self.parameters = RequestParameters()


class _Response:
    """The parts of an answer that openapi-core judges."""

    def __init__(self, response: requests.Response) -> None:
        self.status_code = response.status_code
        self.content_type = response.headers.get("content-type", "")
        self.data = response.content
        self.headers = response.headers  # found in any case


def _told(errors: Iterator[Any]) -> Iterator[str]:
    """Names and places only: the text of these errors repeats values, and making it can itself fail."""
    for error in errors:
        schema_errors = getattr(error.__cause__, "schema_errors", None) or ()
        places = sorted(f"/{'/'.join(map(str, e.absolute_path))} {e.validator}" for e in schema_errors)
        yield f"{type(error).__name__}{': ' if places else ''}{', '.join(places)}"
