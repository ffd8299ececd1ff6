"""What a schema says once references, `allOf` and choices are put together."""

from typing import Any

import pytest

from mock_server.inference.schemas import Schemas, choices_of, component_of, types_of
from tests.inference.shops import answering, contract

A: dict[str, Any] = {"$ref": "#/components/schemas/A"}
LOOP = {"$ref": "#/components/schemas/Loop"}
COMPONENTS: dict[str, Any] = {
    "A": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    "Loop": {"type": "object", "allOf": [LOOP, {"required": ["x"]}]},
}
SCHEMAS = Schemas(contract({}, COMPONENTS))


@pytest.mark.parametrize(
    ("schema", "merged"),
    [
        ({"type": "string"}, {"type": "string"}),
        (True, {}),
        (False, {"not": {}}),
        (A, COMPONENTS["A"]),
        ({**A, "title": "B"}, {**COMPONENTS["A"], "title": "B"}),
        ({"allOf": [A, {"required": ["b"]}]}, {**COMPONENTS["A"], "required": ["b", "a"]}),
        ({"anyOf": [{"type": "null"}, A]}, {**COMPONENTS["A"], "nullable": True}),
        ({"oneOf": [A, {"type": "string"}]}, COMPONENTS["A"]),
        ({"type": ["string", "null"]}, {"type": ["string", "null"], "nullable": True}),
        ({"enum": ["a", None]}, {"enum": ["a", None], "nullable": True}),
        ({"allOf": [{"type": ["string", "integer"]}, {"type": ["integer", "boolean"]}]}, {"type": ["integer"]}),
        ({"allOf": [{"type": "integer"}, {"type": "number"}]}, {"type": ["integer"]}),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, {"type": ["integer"]}),
        ({"allOf": [{"minimum": 1, "maximum": 9}, {"minimum": 2, "maximum": 8}]}, {"minimum": 2, "maximum": 8}),
        ({"allOf": [{"minLength": 3}, {"minLength": 2}]}, {"minLength": 3}),
        ({"allOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]}, {"enum": [2]}),
        ({"allOf": [{"items": {"minimum": 1}}, {"items": {"maximum": 2}}]},
         {"items": {"allOf": [{"maximum": 2}, {"minimum": 1}]}}),
        ({"properties": {"a": {"minimum": 1}}, "allOf": [{"properties": {"a": {"maximum": 2}, "b": {}}}]},
         {"properties": {"a": {"allOf": [{"maximum": 2}, {"minimum": 1}]}, "b": {}}}),
        (LOOP, {"type": "object", "required": ["x"]}),
    ],
)  # fmt: skip
def test_the_parts_of_a_schema_are_put_together(schema: Any, merged: Any) -> None:
    assert SCHEMAS.merged(schema) == merged


def test_members_are_schemas_even_where_they_are_short() -> None:
    assert SCHEMAS.members({"properties": {"a": True, "b": {"type": "string"}}}) == {"a": {}, "b": {"type": "string"}}
    assert SCHEMAS.members({"type": "string"}) == {}


def test_json_is_found_by_whatever_name() -> None:
    for media in ("application/json", "application/vnd.x+json"):
        responses = {"200": {"description": "x", "content": {"text/plain": {}, media: {"schema": A}}}}
        whole = contract({"/a": {"get": {"responses": responses}}}, COMPONENTS)
        assert Schemas(whole).answer(whole.operations["getA"]) == A
    whole = contract({"/a": {"get": {"responses": {"200": {"description": "x", "content": {"text/plain": {}}}}}}})
    assert Schemas(whole).answer(whole.operations["getA"]) is None


def test_a_body_that_is_declared_by_nobody_takes_anything() -> None:
    whole = contract({"/a": {"get": {"responses": answering({})}}})
    assert Schemas(whole).body(whole.operations["getA"]) == {}


def test_names_types_and_choices() -> None:
    assert component_of(A) == "A"
    assert component_of({"type": "object"}) is None
    assert types_of({"properties": {}}) == ("object",)
    assert types_of({}) == ()
    assert types_of({"type": ["string", "null"]}) == ("string", "null")
    assert list(choices_of({"enum": [None, "a", 1]})) == ["a", 1]
