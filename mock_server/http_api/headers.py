"""The headers of a request as the steps look them up."""

from starlette.types import Scope

from mock_server.http_api.call import Headers

_READ = "mock_server.headers"


def read_headers(scope: Scope) -> Headers:
    """By lower-case name. Read once: several layers look for one of them."""
    known: Headers | None = scope.get(_READ)
    if known is not None:
        return known
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = (*headers[key], text) if key in headers else (text,)
    scope[_READ] = headers
    return headers
