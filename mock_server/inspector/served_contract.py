"""The effective contract with this server's address, as JSON and as YAML."""

import json
from collections.abc import Mapping
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response

from mock_server.contract.document import Contract
from mock_server.http_api.headers import read_headers
from mock_server.http_api.request_head import base_url


class ServedContract:
    def __init__(self, contract: Contract) -> None:
        self._document = contract.document

    async def as_json(self, request: Request) -> Response:
        return Response(json.dumps(self._at(request), ensure_ascii=False), media_type="application/json")

    async def as_yaml(self, request: Request) -> Response:
        text = yaml.dump(
            dict(self._at(request)), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=_WIDTH
        )
        return Response(text, media_type="application/yaml")

    def _at(self, request: Request) -> Mapping[str, Any]:
        address = base_url(request.scope, read_headers(request.scope))
        return {**self._document, "servers": [{"url": address, "description": "This mock"}]}


_WIDTH = 110


class _PlainDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # picked at run time
    """Writes repeated values out: anchors are noise to a reader of the contract."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True
