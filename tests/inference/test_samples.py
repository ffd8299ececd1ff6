"""Samples: always the same for the same schema, and valid."""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.contract.document import load
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas
from mock_server.json_value import Json
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.inference.shops import contract

DOLFIN = load(EFFECTIVE_CONTRACT)
TREE = {"$ref": "#/components/schemas/Tree"}
COMPONENTS = {
    "Tree": {
        "type": "object",
        "required": ["branches"],
        "properties": {
            "branches": {"type": "array", "items": TREE},
            "parent": {"anyOf": [TREE, {"type": "null"}]},
            "twin": TREE,
        },
    },
    "Named": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 3}}},
}
SCHEMAS = Schemas(contract({}, COMPONENTS))
PATTERNS = (
    r"^[A-Z]{3}$",
    r"^\d{2}-\d{2}-\d{2}$",
    r"^wid_[a-z0-9]+$",
    r"^(a|b)+c?$",
    r"[^a-z]",
    r"^\S{4,6}$",
    r"^(?!x).+$",
)
FORMATS = (
    "uuid",
    "date-time",
    "date",
    "time",
    "email",
    "uri",
    "hostname",
    "ipv4",
    "ipv6",
    "duration",
    "byte",
    "unheard",
)


def made(schema: Any) -> Json:
    return sample(SCHEMAS, schema)


@pytest.mark.parametrize("operation_id", DOLFIN.operations)
def test_samples_of_every_body_and_answer_are_valid_and_always_the_same(operation_id: str) -> None:
    operation = DOLFIN.operations[operation_id]
    schemas = Schemas(DOLFIN)
    for schema in (*operation.answers.values(), *operation.bodies.values()):
        value = sample(schemas, schema)
        assert [failure.message for failure in schemas.validator(schema).failures(value)] == []
        assert json.dumps(value) == json.dumps(sample(Schemas(load(EFFECTIVE_CONTRACT)), schema))


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": 7}, 7),
        ({"type": "string", "default": "blue"}, "blue"),
        ({"type": "string", "example": "blue"}, "blue"),
        ({"type": "string", "examples": ["blue"]}, "blue"),
        ({"enum": [None, "Fresh", "Retired"]}, "Fresh"),
        ({"type": "string", "enum": ["Fresh"], "example": "Rotten"}, "Fresh"),
        ({"type": "string", "default": 5}, "text"),
        ({"type": "null"}, None),
        ({"type": ["null", "integer"]}, 0),
        ({"type": "boolean"}, False),
        ({"type": "boolean", "const": True}, True),
        ({"type": "string", "format": "date"}, "2025-01-15"),
        ({"type": "string", "minLength": 6}, "textxx"),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "string", "pattern": "^[A-Z]{3}$"}, "GBP"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "exclusiveMinimum": 5}, 6),
        ({"type": "integer", "maximum": -5}, -5),
        ({"type": "integer", "minimum": 15, "multipleOf": 7}, 21),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5}, 0.25),
        ({"type": "array", "items": {"type": "integer"}}, [0]),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 0}, []),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True}, [0, 1, -1]),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2, "uniqueItems": True}, ["a", "b"]),
        ({"type": "array", "prefixItems": [{"const": 1}, {"const": 2}]}, [1, 2]),
        ({"type": "array", "items": False}, []),
        ({"properties": {"a": {"type": "integer"}, "b": True, "c": False}}, {"a": 0, "b": {}}),
        ({"type": "object", "required": ["a"]}, {"a": {}}),
        ({"type": "object", "minProperties": 1, "additionalProperties": {"const": 1}}, {"member1": 1}),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 0),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}], "type": "string"}, "text"),
        ({"oneOf": [{"type": "integer", "minimum": 3}, {"type": "integer", "minimum": 1}], "maximum": 2}, 1),
        ({"allOf": [{"minimum": 3}, {"minimum": 5, "type": "integer"}]}, 5),
        ({"allOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]}, 2),
        ({"allOf": [{"type": "number"}, {"type": "integer"}], "minimum": 0.5}, 1),
        ({"allOf": [{"type": "integer"}, {"type": "number"}], "minimum": 0.5}, 1),
        ({"allOf": [{"type": ["string", "integer"]}, {"type": ["integer", "null"]}]}, 0),
        ({"type": "object", "allOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": {}, "b": {}}),
        ({"allOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"a": {"minimum": 2}}}]}, {"a": 2}),
        ({"$ref": "#/components/schemas/Named"}, {"name": "text"}),
        ({"$ref": "#/components/schemas/Named", "properties": {"name": {"maxLength": 3}}}, {"name": "tex"}),
        (True, {}),
    ],
    ids=lambda value: json.dumps(value)[:60],
)  # fmt: skip
def test_a_sample_is_what_the_schema_names_or_the_simplest_value(schema: Any, value: Json) -> None:
    assert made(schema) == value
    assert isinstance(made(schema), type(value))


def test_the_first_choice_that_has_a_value_is_made() -> None:
    never = {"type": "object", "required": ["x"], "properties": {"x": False}}
    other = {"type": "object", "required": ["y"], "properties": {"y": {"const": 1}}}
    assert made({"oneOf": [never, other]}) == {"y": 1}


def test_a_schema_that_holds_itself_has_a_small_sample() -> None:
    assert made(TREE) == {"branches": [], "parent": None}
    assert made({"type": "array", "items": TREE}) == [{"branches": [], "parent": None}]


def test_many_schemas_that_hold_each_other_have_a_sample_too() -> None:
    names = [f"S{n}" for n in range(12)]
    all_of_them = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    schemas = Schemas(contract({}, {name: {"type": "object", "properties": all_of_them} for name in names}))
    value = sample(schemas, all_of_them["S0"])
    assert schemas.accepts(all_of_them["S0"], value)


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    low, room = draw(st.integers(-1000, 1000)), draw(st.integers(0, 1000))
    keywords = {
        "type": draw(st.sampled_from(["integer", "number"])),
        **draw(st.sampled_from([{}, {"minimum": low}, {"exclusiveMinimum": low - 1}])),
        **draw(st.sampled_from([{}, {"maximum": low + room}, {"exclusiveMaximum": low + room + 1}])),
    }
    return draw(st.sampled_from([keywords, {**keywords, "multipleOf": max(room // 2, 1)}]))


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        keyword = draw(st.sampled_from(["pattern", "format"]))
        return {"type": "string", keyword: draw(st.sampled_from(PATTERNS if keyword == "pattern" else FORMATS))}
    least = draw(st.integers(0, 40))
    return {"type": "string", "minLength": least, "maxLength": least + draw(st.integers(0, 40))}


NAMED = st.one_of(
    st.builds(lambda values: {"enum": values}, st.lists(st.one_of(st.integers(), st.text()), min_size=1, max_size=3)),
    st.builds(lambda value: {"const": value}, st.one_of(st.integers(), st.text(), st.booleans(), st.none())),
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {}, TREE, {"$ref": "#/components/schemas/Named"}]),
)


def objects(members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def of(properties: dict[str, Any], required: list[str], *, closed: bool) -> dict[str, Any]:
        needed = [name for name in required if name in properties]
        end = {"additionalProperties": False} if closed else {}
        return {"type": "object", "properties": properties, "required": needed, **end}

    names = st.sampled_from(["a", "b", "c"])
    return st.builds(of, st.dictionaries(names, members), st.lists(names, unique=True), closed=st.booleans())


def arrays(items: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda item, least, room: {"type": "array", "items": item, "minItems": least, "maxItems": least + room},
        items, st.integers(0, 3), st.integers(0, 2),
    )  # fmt: skip


def extended(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects, lists, and what may be null or must be two things at once that do not contradict each other."""
    beside = {"required": ["z"], "properties": {"z": {"type": "integer"}}}
    opened = objects(inner).map(lambda schema: {k: v for k, v in schema.items() if k != "additionalProperties"})
    return st.one_of(
        objects(inner),
        arrays(inner),
        st.builds(lambda schema: {"anyOf": [{"type": "null"}, schema]}, inner),
        st.builds(lambda schema: {"anyOf": [schema, {"type": "null"}]}, inner),
        st.builds(lambda schema: {"allOf": [schema, beside]}, opened),
        st.builds(lambda schema: {"allOf": [schema, schema, {}]}, inner),
    )


GRAMMAR = st.recursive(st.one_of(numbers(), texts(), NAMED), extended, max_leaves=8)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRAMMAR)
def test_samples_of_generated_schemas_are_valid(schema: Any) -> None:
    whole = {**schema, "components": {"schemas": COMPONENTS}}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    value = made(schema)
    assert validator.is_valid(value), (schema, value)
    assert value == made(schema)
