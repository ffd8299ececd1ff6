"""Step: the request matches the contract."""

from collections.abc import Mapping

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
from mock_server.contract.validators import RequestValidators, SchemaFailure
from mock_server.domain.journal import Headers
from mock_server.domain.violations import Violation
from mock_server.http_api.body import read_body
from mock_server.http_api.call import Call
from mock_server.http_api.query import QueryError, QueryReader, typed_as, types_of
from mock_server.json_value import Json

_PLACES = ("path", "query", "header")
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
        self._matchers: dict[str, _OperationMatcher] = {}

    def match(self, call: Call) -> None:
        """Sets path, query and body. Raises Violation with every schema failure in its detail."""
        operation = call.routed_operation
        matcher = self._matchers.get(operation.id)
        if matcher is None:
            matcher = self._matchers[operation.id] = _OperationMatcher(self._contract, operation, self._validators)
        matcher.match(call)


class _OperationMatcher:
    """Judges the requests of one operation: what the contract says of them is looked up once."""

    def __init__(self, contract: Contract, operation: Operation, validators: RequestValidators) -> None:
        self._operation = operation
        self._validators = validators
        self._uuids = frozenset(p.name for p in operation.parameters if p.schema.get("format") == "uuid")
        self._types = {
            (p.place, p.name): types_of(resolved(contract.document, p.schema))
            for p in operation.parameters
            if p.place in ("path", "header")
        }
        self._headers = tuple((p.name, p.name.lower()) for p in operation.parameters if p.place == "header")
        self._query = QueryReader(contract, operation)
        self._places = tuple(place for place in _PLACES if any(p.place == place for p in operation.parameters))
        self._asking = frozenset(p.place for p in operation.parameters if p.required)
        self._headers_matched: Headers | None = None
        """Those that were found to match last: callers send the same ones over and over, and they are never changed."""

    def match(self, call: Call) -> None:
        failures: list[str] = []
        if self._places or call.request.routed.path_parameters:
            failures += self._parameter_failures(call)
        if self._operation.bodies:
            failures += self._body_failures(call)
        if failures:
            reason = f"The request does not match the contract: {'; '.join(failures)}."
            raise Violation(INVALID_REQUEST, failures=tuple(failures), reason=reason)

    def _parameter_failures(self, call: Call) -> list[str]:
        """Sets path and query."""
        failures: list[str] = []
        if texts := call.request.routed.path_parameters:
            call.path = {name: text.lower() if name in self._uuids else text for name, text in texts.items()}
            failures += [f"path /{name}: holds a NUL character" for name, value in call.path.items() if "\0" in value]
        try:
            call.query = self._query.read(call.request.query_string)
        except QueryError as error:
            raise Violation(INVALID_REQUEST, reason=f"{error}.") from error
        for place in self._places:
            if place == "header" and call.request.headers is self._headers_matched:
                continue
            sent = self._sent(call, place)
            if sent or place in self._asking:  # what asks for nothing takes nothing
                failures += self._told(place, sent)
        if not failures:
            self._headers_matched = call.request.headers
        return failures

    def _sent(self, call: Call, place: str) -> Mapping[str, Json]:
        """The declared parameters in one place. In path and headers they are text, to be typed."""
        if place == "query":
            return call.query
        texts = call.path if place == "path" else self._sent_headers(call.request.headers)
        types = self._types
        return {name: typed_as(types[place, name], text) for name, text in texts.items() if (place, name) in types}

    def _sent_headers(self, headers: Headers) -> dict[str, str]:
        return {name: headers[key][0] for name, key in self._headers if key in headers}

    def _told(self, place: str, sent: Mapping[str, Json]) -> list[str]:
        validator = self._validators.parameters(self._operation, place)
        if validator.accepts(sent):
            return []
        return [_sentence(place, failure) for failure in validator.failures(sent)]

    def _body_failures(self, call: Call) -> list[str]:
        """Sets the body."""
        read = read_body(self._operation, call.request.headers, call.sent)
        if read is None:
            return []
        media_type, call.body = read
        validator = self._validators.body(self._operation, media_type)
        if validator.accepts(call.body):
            return []
        failures = validator.failures(call.body)
        _raise_documented(self._operation, failures)
        return [_sentence("body", failure) for failure in failures]


def _sentence(part: str, failure: SchemaFailure) -> str:
    return f"{part} {failure.pointer or '/'}: {failure.message}"


def _raise_documented(operation: Operation, failures: tuple[SchemaFailure, ...]) -> None:
    for failure in failures:
        cause = _EMPTY if failure.empty else failure.keyword
        code = _SAID_BY_SCHEMA.get((operation.id, failure.pointer, cause))
        if code is not None:
            raise Violation(code)
