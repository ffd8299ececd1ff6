"""What our protocol uses of Uvicorn beyond its documentation, as it was when the protocol was written."""

import inspect
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

USED: dict[Callable[..., Any], str] = {
    ProxyHeadersMiddleware.__init__: "7aa920bbc1fa",
    ProxyHeadersMiddleware.__call__: "b601df964c02",
    FlowControl: "126debcdaa89",
    HttpToolsProtocol.__init__: "4f0899941034",
    HttpToolsProtocol.connection_made: "6efb565ff3d3",
    HttpToolsProtocol.connection_lost: "c91a4c9bf2e2",
    HttpToolsProtocol.eof_received: "5652627579a0",
    HttpToolsProtocol._unset_keepalive_if_required: "00a6a4e47214",
    HttpToolsProtocol.data_received: "010a7ae59a5d",
    HttpToolsProtocol.send_400_response: "ae5a4a3782b6",
    HttpToolsProtocol.on_message_begin: "96d377fdc7c2",
    HttpToolsProtocol.on_url: "37be44e962b0",
    HttpToolsProtocol.on_header: "65d62c044f61",
    HttpToolsProtocol.on_headers_complete: "1ea8589acfad",
    HttpToolsProtocol._start_asgi_task: "9c08c2571ae9",
    HttpToolsProtocol.on_body: "dba9c32aeba3",
    HttpToolsProtocol.on_message_complete: "1fbad42dc31f",
    HttpToolsProtocol.on_response_complete: "64e254f28e38",
    HttpToolsProtocol.shutdown: "d7351fa33f00",
    HttpToolsProtocol.timeout_keep_alive_handler: "8b53bf5f2e20",
    RequestResponseCycle.__init__: "4d2f220910c3",
    RequestResponseCycle.run_asgi: "0f33f2449a44",
    RequestResponseCycle.send: "abdd8601b326",
    RequestResponseCycle.receive: "8124ae006be7",
}


@pytest.mark.parametrize("part", USED, ids=lambda part: part.__qualname__)
def test_uvicorn_is_as_the_protocol_knows_it(part: Callable[..., Any]) -> None:
    """Where this fails, see what has changed there, whether ours must follow, and write the new digest here."""
    assert sha256(inspect.getsource(part).encode()).hexdigest()[:12] == USED[part]
