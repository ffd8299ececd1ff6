"""What a person or a tool opens: the start page, the contract and a page that shows it, the sandbox page."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_server.contract.document import Contract
from mock_server.http_api.headers import read_headers
from mock_server.http_api.request_head import base_url
from mock_server.http_api.respond import refused_by_router
from mock_server.inspector.served_contract import ServedContract

Answer = Callable[[Request], Awaitable[Response]]

_STATIC = Path(__file__).parent / "static"
_MEDIA_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_WITH_STYLES = {
    **_HEADERS,
    # Swagger UI sets styles on its elements.
    "content-security-policy": _HEADERS["content-security-policy"].replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    ),
}
_KEPT = {**_HEADERS, "cache-control": "public, max-age=86400"}
_SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css")


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is served."""

    path: Path
    headers: Mapping[str, str]

    async def answer(self, request: Request) -> Response:  # noqa: ARG002  (Starlette's signature)
        return Response(self.path.read_bytes(), media_type=_MEDIA_TYPES[self.path.suffix], headers=self.headers)


def build_pages(contract: Contract, version: str) -> Mapping[str, ASGIApp]:
    """The pages by path; a path of the contract is the contract's."""
    served = ServedContract(contract)
    answers: dict[str, Answer] = {
        "/": _Start(version).answer,
        "/openapi.json": served.as_json,
        "/openapi.yaml": served.as_yaml,
        **{path: file.answer for path, file in _files().items()},
    }
    application = Starlette(
        routes=[Route(path, answer) for path, answer in answers.items()],
        exception_handlers={HTTPException: refused_by_router},
    )
    own = {operation.path for operation in contract.operations.values()}
    return {path: application for path in answers if path not in own}


def _files() -> Mapping[str, _File]:
    static = ("sandbox.js", "sandbox.css", "start.css")
    return {
        "/sandbox": _File(_STATIC / "sandbox.html", _HEADERS),
        **{f"/{name}": _File(_STATIC / name, _HEADERS) for name in static},
        "/docs": _File(_STATIC / "docs.html", _WITH_STYLES),
        **{f"/docs/{name}": _File(_STATIC / name, _HEADERS) for name in ("docs.js", "docs.css")},
        **{f"/docs/{name}": _File(_swagger_ui() / name, _KEPT) for name in _SWAGGER_UI},
    }


def _swagger_ui() -> Path:
    """Where Swagger UI's files are; its package is not imported for them."""
    found = find_spec("swagger_ui")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "static"


class _Start:
    """What this server is: a page for a person, JSON for a program."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._page = _File(_STATIC / "start.html", _HEADERS)

    async def answer(self, request: Request) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return await self._page.answer(request)
        address = base_url(request.scope, read_headers(request.scope))
        shown = {
            "name": "dolfin-mock",
            "version": self._version,
            "description": "A local mock of the Dolfin API.",
            "docs": f"{address}/docs",
            "contract": f"{address}/openapi.json",
        }
        return JSONResponse(shown)
