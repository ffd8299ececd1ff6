"""What every operation needs to be served and no overlay gave it: an id, the organisation header, its refusals.

An operation that nobody has seen before is authenticated and scoped to the selected organisation, unless an overlay
marks it with `x-selects-organisation: false`, its security is empty, or its path names the organisation.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.contract.document import METHODS, ORGANISATION_HEADER, resolved

SELECTS = "x-selects-organisation"
_VERBS = {"get": "get", "post": "create", "put": "replace", "patch": "patch", "delete": "delete"}
_COMPONENTS = "#/components"
_HEADER = {"$ref": f"{_COMPONENTS}/parameters/OrganisationHeader"}
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": ["string", "null"]},
        "title": {"type": ["string", "null"]},
        "status": {"type": ["integer", "null"]},
        "detail": {"type": ["string", "null"]},
        "instance": {"type": ["string", "null"]},
    },
}
_WITH_HEADER = {
    "InvalidRequest": "InvalidOrganisationRequest",
    "InvalidPageRequest": "InvalidOrganisationPageRequest",
}
"""The shared 400 of an operation without the header -> that of one with it."""


def prepared(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with the places that overlays add to: components of every kind, the schema of problems, and answers."""
    ready = copy.deepcopy(dict(document))
    components = ready.setdefault("components", {})
    for kind in ("schemas", "parameters", "responses"):
        components.setdefault(kind, {})
    components["schemas"].setdefault("ProblemDetails", copy.deepcopy(_PROBLEM))
    for _, _, _, raw in _operations(ready):
        responses = raw.setdefault("responses", {})
        if not any(str(status)[0] in "23d" for status in responses):
            responses["200"] = {"description": "Success: the contract names no other."}
    return ready


def completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which every operation has what it needs."""
    whole = copy.deepcopy(dict(document))
    taken = {raw.get("operationId") for _, _, _, raw in _operations(whole)}
    for path, method, item, raw in _operations(whole):
        if "operationId" not in raw:
            raw["operationId"] = _free(derived_id(method, path), taken)
            taken.add(raw["operationId"])
        _complete(whole, path, item, raw)
    return whole


def derived_id(method: str, path: str) -> str:
    """`GET /widgets/{id}/parts` is getWidgetsIdParts: the verb and the words of the path."""
    words = re.findall(r"[A-Za-z0-9]+", path)
    return _VERBS.get(method, method) + "".join(word[:1].upper() + word[1:] for word in words)


def _free(name: str, taken: set[Any]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}{number}"
        number += 1
    return free


def _complete(document: dict[str, Any], path: str, item: Mapping[str, Any], raw: dict[str, Any]) -> None:
    parameters = [resolved(document, p) for p in (*item.get("parameters", ()), *raw.get("parameters", ()))]
    responses = raw.setdefault("responses", {})
    for response in responses.values():
        if "$ref" not in response:
            response.setdefault("description", "")
    public = raw.get("security", document.get("security")) == []
    if _is_scoped(path, parameters, raw) and not public:
        raw.setdefault("parameters", []).append(dict(_HEADER))
        responses.setdefault("403", _shared("OrganisationNotAccessible"))
        stated = responses.setdefault("400", _shared("InvalidRequest")).get("$ref", "").rpartition("/")[2]
        if stated in _WITH_HEADER:
            responses["400"] = _shared(_WITH_HEADER[stated])
    in_path = any(parameter.get("in") == "path" for parameter in parameters)
    if parameters or "requestBody" in raw:
        responses.setdefault("400", _shared("InvalidRequest"))
    if in_path or _names_records(document, raw):
        responses.setdefault("404", _shared("RecordNotFound"))


def _is_scoped(path: str, parameters: list[Mapping[str, Any]], raw: Mapping[str, Any]) -> bool:
    declared = any(str(p.get("name")).casefold() == ORGANISATION_HEADER for p in parameters)
    in_path = re.match(r"/(organisations|clients)/\{", path) or "{organisationId}" in path
    return not declared and not in_path and raw.get(SELECTS) is not False


def _names_records(document: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    """Whether a member of the body names a record, which can be missing."""
    body = resolved(document, raw.get("requestBody", {}))
    schemas = [content.get("schema", {}) for content in body.get("content", {}).values()]
    return any(re.search(r"[a-z]Ids?$", name) for schema in schemas for name in _members(document, schema, set()))


def _members(document: Mapping[str, Any], schema: Any, seen: set[str]) -> Iterator[str]:
    """The names of all members in a schema, however deep."""
    if not isinstance(schema, Mapping) or schema.get("$ref") in seen:
        return
    if "$ref" in schema:
        seen.add(schema["$ref"])
        schema = resolved(document, schema)
    properties = schema.get("properties", {})
    yield from properties
    choices = (part for keyword in ("allOf", "anyOf", "oneOf") for part in schema.get(keyword, ()))
    for part in (*properties.values(), *choices, schema.get("items")):
        yield from _members(document, part, seen)


def _shared(name: str) -> dict[str, Any]:
    return {"$ref": f"{_COMPONENTS}/responses/{name}"}


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any], dict[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if isinstance(item, Mapping) and isinstance(item.get(method), dict):
                yield path, method, item, item[method]
