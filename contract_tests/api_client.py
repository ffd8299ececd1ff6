"""Calls operations by their id, as one caller or another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import requests

from contract_tests.contract import ORGANISATION_HEADER, Contract, Operation
from contract_tests.http_layer.gate import Gate, record_of
from contract_tests.http_layer.recording import Recorded

_TIMEOUT = 30
API_KEY_HEADER = "x-dolfin-api-key"
ERROR_CODE_HEADER = "x-mock-error-code"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the operation it came from and the record it left."""

    operation: Operation
    response: requests.Response
    recorded: Recorded | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def json(self) -> Any:
        return self.response.json()

    @property
    def error_code(self) -> str | None:
        return self.response.headers.get(ERROR_CODE_HEADER)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a call is made as: credentials and the selected organisation, each only where it is set."""

    api_key: str | None = None
    token: str | None = None
    organisation: str | None = None

    def selecting(self, organisation: str) -> "Caller":
        return replace(self, organisation=organisation)

    @property
    def headers(self) -> dict[str, str]:
        named = {
            API_KEY_HEADER: self.api_key,
            "authorization": None if self.token is None else f"Bearer {self.token}",
            ORGANISATION_HEADER: self.organisation,
        }
        return {name: value for name, value in named.items() if value is not None}


NOBODY = Caller()


class ApiClient:
    """The HTTP client of the rule tests and journeys."""

    def __init__(self, contract: Contract, gate: Gate) -> None:
        self._contract = contract
        self.gate = gate
        self._session = requests.Session()

    def call(
        self,
        operation_id: str,
        caller: Caller = NOBODY,
        *,
        method: str | None = None,
        suffix: str = "",
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: bytes | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Answer:
        """One call of an operation; `data` is a body sent as it is, `files` are parts of a multipart form.

        `method` replaces the operation's own and `suffix` is put behind its path, for what lies beside it.
        """
        operation = self._contract.operations[operation_id]
        response = self._session.request(
            method or operation.method,
            self.gate.base_url + _filled(operation.path, path or {}) + suffix,
            params=dict(query or {}),
            headers={**caller.headers, **(headers or {})},
            json=json,
            data=data,
            files=files,
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
        return Answer(operation, response, record_of(response))

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """A request that need not be an operation."""
        return self._session.request(
            method, self.gate.base_url + path, timeout=_TIMEOUT, allow_redirects=False, **options
        )


def _filled(path: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{([^}]+)\}", lambda match: quote(values[match[1]], safe=""), path)
