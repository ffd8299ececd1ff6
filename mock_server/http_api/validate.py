"""Step: the request matches the contract."""

from collections.abc import Iterator, Mapping

from mock_server.catalogue import (
    AGENT_MESSAGE_TOO_LONG,
    AGENT_MISSING_MESSAGE,
    HANDOFF_MISSING_ORGANISATION_ID,
    INVALID_REQUEST,
    PRODUCT_MISSING_NAME,
    TAX_RATE_MISSING_CODE,
    TAX_RATE_MISSING_NAME,
    USER_MISSING_USER_ID,
    ErrorCode,
)
from mock_server.contract.document import Contract, Operation, resolved
from mock_server.contract.validators import PartValidator, RequestValidators, SchemaFailure
from mock_server.domain.violations import Violation
from mock_server.http_api.body import read_body
from mock_server.http_api.call import Call
from mock_server.http_api.query import QueryError, read_query, typed
from mock_server.json_value import Json

_EMPTY = "empty"
"""The cause of a member that is absent, null or an empty text."""

_SAID_BY_SCHEMA: Mapping[tuple[str, str, str], ErrorCode] = {
    ("createAuthCode", "/userId", _EMPTY): USER_MISSING_USER_ID,
    ("mintSandboxHandoff", "/organisationId", _EMPTY): HANDOFF_MISSING_ORGANISATION_ID,
    ("createProduct", "/name", _EMPTY): PRODUCT_MISSING_NAME,
    ("createTaxRate", "/code", _EMPTY): TAX_RATE_MISSING_CODE,
    ("createTaxRate", "/name", _EMPTY): TAX_RATE_MISSING_NAME,
    ("chatWithArAgent", "/message", _EMPTY): AGENT_MISSING_MESSAGE,
    ("chatWithApAgent", "/message", _EMPTY): AGENT_MISSING_MESSAGE,
    ("chatWithArAgent", "/message", "maxLength"): AGENT_MESSAGE_TOO_LONG,
    ("chatWithApAgent", "/message", "maxLength"): AGENT_MESSAGE_TOO_LONG,
}
"""Operation, pointer of a body member, and cause (a keyword of the schema, or empty) -> the documented code for it.

The schema refuses such a member before the rule of that code could.
"""


class RequestMatcher:
    """Judges requests against one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._validators = RequestValidators(contract)

    def match(self, call: Call) -> None:
        """Sets path, query and body. Raises Violation with every schema failure in its detail."""
        operation = call.routed_operation
        failures = (*self._parameter_failures(call, operation), *self._body_failures(call, operation))
        if failures:
            reason = f"The request does not match the contract: {'; '.join(failures)}."
            raise Violation(INVALID_REQUEST, failures=failures, reason=reason)

    def _parameter_failures(self, call: Call, operation: Operation) -> Iterator[str]:
        call.path = {
            name: value.lower() if _is_uuid(operation, name) else value
            for name, value in call.routed.path_parameters.items()
        }
        yield from (f"path /{name}: holds a NUL character" for name, value in call.path.items() if "\0" in value)
        try:
            call.query = read_query(self._contract, operation, call.request.query_string)
        except QueryError as error:
            raise Violation(INVALID_REQUEST, reason=f"{error}.") from error
        places: dict[str, Mapping[str, Json]] = {
            "path": self._typed(operation, "path", call.path),
            "query": call.query,
            "header": self._typed(operation, "header", _headers(call, operation)),
        }
        for place in {parameter.place for parameter in operation.parameters} & places.keys():
            yield from _told(place, self._validators.parameters(operation, place), places[place])

    def _typed(self, operation: Operation, place: str, texts: Mapping[str, str]) -> Mapping[str, Json]:
        """Path or header parameters, which arrive as text, as their schemas type them."""
        return {
            p.name: typed(texts[p.name], resolved(self._contract.document, p.schema))
            for p in operation.parameters
            if p.place == place and p.name in texts
        }

    def _body_failures(self, call: Call, operation: Operation) -> Iterator[str]:
        read = read_body(operation, call.request)
        if read is None:
            return
        media_type, call.body = read
        validator = self._validators.body(operation, media_type)
        if not validator.accepts(call.body):
            failures = validator.failures(call.body)
            _raise_documented(operation, failures)
            yield from (_sentence("body", failure) for failure in failures)


def _is_uuid(operation: Operation, name: str) -> bool:
    return any(p.name == name and p.schema.get("format") == "uuid" for p in operation.parameters)


def _headers(call: Call, operation: Operation) -> Mapping[str, str]:
    """The declared headers that were sent."""
    return {
        p.name: call.request.headers[p.name.lower()][0]
        for p in operation.parameters
        if p.place == "header" and p.name.lower() in call.request.headers
    }


def _told(place: str, validator: PartValidator, value: Mapping[str, Json]) -> Iterator[str]:
    if not validator.accepts(value):
        yield from (_sentence(place, failure) for failure in validator.failures(value))


def _sentence(part: str, failure: SchemaFailure) -> str:
    return f"{part} {failure.pointer or '/'}: {failure.message}"


def _raise_documented(operation: Operation, failures: tuple[SchemaFailure, ...]) -> None:
    for failure in failures:
        cause = _EMPTY if failure.empty else failure.keyword
        code = _SAID_BY_SCHEMA.get((operation.id, failure.pointer, cause))
        if code is not None:
            raise Violation(code)
