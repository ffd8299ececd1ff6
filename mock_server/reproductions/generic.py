"""Recipes for what every operation refuses in the same way: who calls, for which organisation, with what request."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from mock_server.contract.document import Contract, Operation, Parameter
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas
from mock_server.json_value import Json
from mock_server.reproductions.recipe import ACME, BRIGHTSIDE, CLIENT, CORNER_BAKERY, NOBODY, Ask, Recipe
from mock_server.reproductions.script import Filler
from mock_server.reproductions.smallest import smallest

BODY_LIMIT = 1024 * 1024
UPLOAD_LIMIT = 20 * BODY_LIMIT
_JSON, _MULTIPART, _BOUNDARY = "application/json", "multipart/form-data", "part"
_CURSOR = "Cursor"
_NO_ID = "no-uuid"
_NAMES_NOTHING = "zz"
_NO_VALUE = "no-such-value"
_OWNER = "olivia"
"""Who calls what takes no API key: the Owner of Brightside, so that no role is in the way."""
_RECORD_NOT_FOUND = "Mock.RecordNotFound"
_PARAMETER = re.compile(r"/([^/{}]+)/\{(\w+)\}")

Maker: TypeAlias = Callable[[Contract, Operation], Recipe | None]


def generic_recipe(contract: Contract, operation: Operation, code: str) -> Recipe | None:
    """The shortest way to a refusal that is not particular to the operation; None where there is none."""
    if code == missing_record_code(operation):
        return _record_that_is_not_there(contract, operation)
    maker = _MAKERS.get(code)
    return None if maker is None else maker(contract, operation)


def missing_record_code(operation: Operation) -> str | None:
    """The code for a path whose first parameter names nothing: `/bills/{id}` is about a Bill, else about a record."""
    found = _PARAMETER.search(operation.path)
    if found is None:
        return None
    documented = [row.code for row in operation.error_codes if row.status == 404]
    wanted = (f"{_singular(found[1])}.NotFound", _RECORD_NOT_FOUND, *documented[:1])
    return next((code for code in wanted if code in documented), None)


def _singular(collection: str) -> str:
    """`approval-policies`: ApprovalPolicy."""
    name = "".join(word.capitalize() for word in collection.split("-"))
    return re.sub(r"ies$", "y", name) if name.endswith("ies") else name.removesuffix("s")


def _record_that_is_not_there(contract: Contract, operation: Operation) -> Recipe:
    return [_ask(contract, operation, **_valid_body(contract, operation))]


def _without_credential(contract: Contract, operation: Operation) -> Recipe:
    return [_ask(contract, operation, caller=NOBODY)]


def _without_organisation(contract: Contract, operation: Operation) -> Recipe:
    return [_ask(contract, operation, organisation=None)]


def _organisation_of_another_client(contract: Contract, operation: Operation) -> Recipe:
    return [_ask(contract, operation, organisation=CORNER_BAKERY)]


def _not_as_the_contract_says(contract: Contract, operation: Operation) -> Recipe | None:
    """The first part of the request that can be wrong: its body, an id, a text in the path, a value in the query."""
    wrong = next(_wrong_parts(contract, operation), None)
    return None if wrong is None else [_ask(contract, operation, **wrong)]


def _wrong_parts(contract: Contract, operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.bodies:
        yield {"raw": "{", "headers": {"content-type": _media_type(operation)}}
    path = list(_placed(operation, "path"))
    if ids := {parameter.name: _NO_ID for parameter in path if parameter.schema.get("format") == "uuid"}:
        yield {"path": ids}
    if operation.needs_organisation:
        yield {"organisation": _NO_ID}
    if path:
        yield {"path": {parameter.name: "a\0b" for parameter in path}}
    accepts = Schemas(contract).accepts
    yield from ({"query": {p.name: _NO_VALUE}} for p in _placed(operation, "query") if not accepts(p.schema, _NO_VALUE))


def _larger_than_is_read(contract: Contract, operation: Operation) -> Recipe | None:
    if not operation.bodies:
        return None
    media_type = _media_type(operation)
    limit = UPLOAD_LIMIT if media_type.startswith(_MULTIPART) else BODY_LIMIT
    return [_ask(contract, operation, raw=Filler(limit + 1), headers={"content-type": media_type})]


def _of_another_media_type(contract: Contract, operation: Operation) -> Recipe | None:
    if not operation.bodies:
        return None
    return [_ask(contract, operation, raw="{}", headers={"content-type": "text/plain"})]


def _with_a_cursor_of_nowhere(contract: Contract, operation: Operation) -> Recipe | None:
    """The record that the list belongs to must be there: the organisation is, others are created first."""
    found = _PARAMETER.search(operation.path)
    if not any(parameter.name == _CURSOR for parameter in operation.parameters):
        return None
    if found is None:
        return [_ask(contract, operation, query={_CURSOR: "nowhere"})]
    if found[1] == "organisations":
        return [_ask(contract, operation, path={found[2]: ACME}, query={_CURSOR: "nowhere"})]
    collection = operation.path[: found.start(2) - 2]
    creation = next((o for o in contract.operations.values() if (o.method, o.path) == ("POST", collection)), None)
    if creation is None or not _answers_an_id(contract, creation):
        return None
    created = _ask(contract, creation, **_valid_body(contract, creation), keep={"id": "/id"})
    return [created, _ask(contract, operation, path={found[2]: "${id}"}, query={_CURSOR: "nowhere"})]


def _answers_an_id(contract: Contract, operation: Operation) -> bool:
    schemas = Schemas(contract)
    answer = schemas.answer(operation)
    return answer is not None and "id" in schemas.members(answer)


def _ask(
    contract: Contract,
    operation: Operation,
    *,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    **parts: Any,
) -> Ask:
    """A call of the operation by somebody whom it serves, with the parts that are given and what else must be there."""
    caller = _caller(operation)
    return Ask(
        operation.id,
        path=_values(contract, operation, "path") | dict(path or {}),
        query=_values(contract, operation, "query") | dict(query or {}),
        **{"caller": caller, "organisation": BRIGHTSIDE if caller == _OWNER else ACME, **parts},
    )


def _values(contract: Contract, operation: Operation, place: str) -> dict[str, str]:
    """A value for each parameter that must be there, such as no record has."""
    schemas = Schemas(contract)
    required = (parameter for parameter in _placed(operation, place) if parameter.required)
    return {
        p.name: _NAMES_NOTHING if schemas.accepts(p.schema, _NAMES_NOTHING) else str(smallest(schemas, p.schema))
        for p in required
    }


def _placed(operation: Operation, place: str) -> Iterator[Parameter]:
    return (parameter for parameter in operation.parameters if parameter.place == place)


def _caller(operation: Operation) -> str:
    if not operation.credentials:
        return NOBODY
    return CLIENT if "apiKey" in operation.credentials else _OWNER


def _media_type(operation: Operation) -> str:
    """JSON where that will do; a form names what its parts begin with."""
    media_type = _JSON if _JSON in operation.bodies else next(iter(operation.bodies))
    return f"{_MULTIPART}; boundary={_BOUNDARY}" if media_type == _MULTIPART else media_type


def _valid_body(contract: Contract, operation: Operation) -> dict[str, Any]:
    """The parts of an Ask that hold the smallest body; none where none is needed."""
    if not operation.body_required:
        return {}
    media_type = _media_type(operation)
    value = smallest(Schemas(contract), operation.bodies[media_type.partition(";")[0]])
    if media_type == _JSON:
        return {"json": value}
    return {"raw": _form(value), "headers": {"content-type": media_type}}


def _form(value: Json) -> str:
    """The members of an object as parts of a form; what is no text there either stands for a file."""
    members = value.items() if isinstance(value, Mapping) else ()
    parts = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n{text}\r\n'
        for name, text in members
    )
    return "".join((*parts, f"--{_BOUNDARY}--\r\n"))


def _that_names_what_is_not_there(contract: Contract, operation: Operation) -> Recipe | None:
    """A body with every member: the ids among them name nothing."""
    if _JSON not in operation.bodies:
        return None
    return [_ask(contract, operation, json=sample(Schemas(contract), operation.bodies[_JSON]))]


_MAKERS: Mapping[str, Maker] = {
    _RECORD_NOT_FOUND: _that_names_what_is_not_there,
    "Mock.Unauthorized": _without_credential,
    "Mock.MissingOrganisationHeader": _without_organisation,
    "Mock.OrganisationNotAccessible": _organisation_of_another_client,
    "Mock.InvalidRequest": _not_as_the_contract_says,
    "Mock.PayloadTooLarge": _larger_than_is_read,
    "Mock.UnsupportedMediaType": _of_another_media_type,
    "Mock.InvalidCursor": _with_a_cursor_of_nowhere,
}
