"""What a person or a tool opens: the sandbox page, and the contract with this server's address."""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_server.contract.document import Contract
from mock_server.http_api.endpoint import base_url, read_headers
from mock_server.http_api.respond import refused_by_router

_STATIC = Path(__file__).parent / "static"
_MEDIA_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_FILES = {
    "/sandbox": "sandbox.html",
    "/sandbox.js": "sandbox.js",
    "/sandbox.css": "sandbox.css",
    "/docs": "docs.html",
    "/docs/docs.js": "docs.js",
    "/docs/docs.css": "docs.css",
}
_SWAGGER_UI_FILES = {
    f"/docs/{name}": name for name in ("swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css")
}
_PAGE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_DOCS_HEADERS = {
    **_PAGE_HEADERS,
    # Swagger UI sets styles on its elements and has its icons in its style sheet.
    "content-security-policy": _PAGE_HEADERS["content-security-policy"].replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    ),
}
_KEPT = {**_PAGE_HEADERS, "cache-control": "public, max-age=86400"}
CONTRACT_PATHS = ("/openapi.json", "/openapi.yaml")
PAGE_PATHS = (*_FILES, *_SWAGGER_UI_FILES, *CONTRACT_PATHS)


def build_pages(contract: Contract) -> ASGIApp:
    async def contract_json(request: Request) -> Response:
        text = json.dumps(_served(contract, request), ensure_ascii=False)
        return Response(text, media_type="application/json")

    async def contract_yaml(request: Request) -> Response:
        return Response(_yaml(_served(contract, request)), media_type="application/yaml")

    return Starlette(
        routes=[
            Route("/openapi.json", contract_json),
            Route("/openapi.yaml", contract_yaml),
            *(Route(path, _file(_STATIC / name, _PAGE_HEADERS)) for path, name in _FILES.items() if path != "/docs"),
            Route("/docs", _file(_STATIC / "docs.html", _DOCS_HEADERS)),
            *(Route(path, _file(_swagger_ui() / name, _KEPT)) for path, name in _SWAGGER_UI_FILES.items()),
        ],
        exception_handlers={HTTPException: refused_by_router},
    )


def _file(file: Path, headers: Mapping[str, str]) -> Any:
    async def answer(request: Request) -> Response:  # noqa: ARG001  (Starlette's signature)
        return Response(file.read_bytes(), media_type=_MEDIA_TYPES[file.suffix], headers=headers)

    return answer


def _swagger_ui() -> Path:
    """Where Swagger UI's files are; its package is not imported for them."""
    found = find_spec("swagger_ui")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "static"


def _served(contract: Contract, request: Request) -> Mapping[str, Any]:
    address = base_url(request.scope, read_headers(request.scope))
    return {**contract.document, "servers": [{"url": address, "description": "This mock"}]}


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.dump(dict(document), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)


class _PlainDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # picked at run time
    """Writes repeated values out: anchors are noise to a reader of the contract."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True
