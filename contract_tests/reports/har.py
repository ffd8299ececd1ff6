"""The traffic as `traffic.har`: the latest requests of the run, credentials masked."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import harfile

from contract_tests.http_layer.recording import Recorded, Recording

_HTTP = "HTTP/1.1"


def write_har(recording: Recording, file: Path, version: str) -> None:
    creator = harfile.Creator(name="dolfin-mock verify", version=version)
    with file.open("w", encoding="utf-8") as stream, harfile.open(stream, creator=creator) as har:
        for recorded in recording:
            har.add_entry(
                startedDateTime=recorded.started,
                time=recorded.milliseconds,
                request=_request(recorded),
                response=_response(recorded),
                timings=harfile.Timings(send=0, wait=recorded.milliseconds, receive=0),
                comment=recorded.id,
            )


def _request(recorded: Recorded) -> harfile.Request:
    body = recorded.request_body
    return harfile.Request(
        method=recorded.method,
        url=recorded.url,
        httpVersion=_HTTP,
        headers=[harfile.Record(name=n, value=v) for n, v in recorded.request_headers.items()],
        queryString=[harfile.Record(name=n, value=v) for n, v in parse_qsl(urlsplit(recorded.url).query)],
        postData=harfile.PostData(mimeType=_media_type(recorded.request_headers), text=body) if body else None,
        bodySize=len(body.encode()),
    )


def _response(recorded: Recorded) -> harfile.Response:
    body = recorded.response_body
    return harfile.Response(
        status=recorded.status,
        statusText="",
        httpVersion=_HTTP,
        headers=[harfile.Record(name=n, value=v) for n, v in recorded.response_headers.items()],
        content=harfile.Content(size=len(body.encode()), mimeType=_media_type(recorded.response_headers), text=body),
    )


def _media_type(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "content-type"), "")
