"""Requests are judged by the real schemas, draft 2020-12, in words that do not repeat the value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.contract.document import load
from mock_server.contract.validators import PartValidator, RequestValidators, SchemaFailure, with_components
from mock_server.resources import EFFECTIVE_CONTRACT

EFFECTIVE = load(EFFECTIVE_CONTRACT)


def _failures(schema: dict[str, Any], value: Any) -> tuple[SchemaFailure, ...]:
    validator = PartValidator(schema, {})
    failures = validator.failures(value)
    assert validator.accepts(value) is (not failures)
    return failures


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": ["string", "null"]}, None, 5),
        ({"const": 1}, 1, 2),
        ({"unevaluatedProperties": False, "properties": {"a": {}}}, {"a": 1}, {"b": 1}),
        ({"type": "integer", "exclusiveMinimum": 0}, 1, 0),
        ({"format": "uuid"}, "a1111111-1111-1111-1111-111111111111", "a"),
        ({"format": "date-time"}, "2025-01-15T10:30:00Z", "2025-01-15"),
        ({"format": "date"}, "2024-02-29", "2025-02-29"),
        ({"format": "email"}, "a@b.example", "a"),
        ({"format": "uri"}, "https://a.example", "a b"),
    ],
)
def test_the_draft_and_its_formats_are_those_of_the_contract(schema: dict[str, Any], right: Any, wrong: Any) -> None:
    assert _failures(schema, right) == ()
    (failure,) = _failures(schema, wrong)
    assert failure.pointer == ""


def test_every_failure_is_told_with_its_pointer() -> None:
    schema = {
        "required": ["a"],
        "properties": {"b": {"items": {"type": "string"}}, "c/d~e": {"type": "null"}},
    }
    failures = _failures(schema, {"b": ["x", 1, 2], "c/d~e": 5})
    assert {(failure.pointer, failure.keyword) for failure in failures} == {
        ("/a", "required"),
        ("/b/1", "type"),
        ("/b/2", "type"),
        ("/c~1d~0e", "type"),
    }


@pytest.mark.parametrize(
    ("value", "empty"), [({}, True), ({"a": None}, True), ({"a": ""}, True), ({"a": 0}, False), ({"a": []}, False)]
)
def test_it_is_told_whether_the_value_was_given_at_all(value: Any, empty: bool) -> None:
    (failure,) = _failures({"required": ["a"], "properties": {"a": {"type": "string", "minLength": 1}}}, value)
    assert (failure.pointer, failure.empty) == ("/a", empty)


@given(
    schema=st.sampled_from(
        [
            {"type": "null"},
            {"enum": ["a", 1]},
            {"const": "a"},
            {"pattern": "^a$"},
            {"format": "uuid"},
            {"maxLength": 1},
            {"oneOf": [{"type": "null"}, {"const": "a"}]},
            {"not": {"type": "string"}},
        ]
    ),
    marker=st.text("ghjkqvwxyz", min_size=8),
)
def test_the_message_never_repeats_the_value(schema: dict[str, Any], marker: str) -> None:
    for failure in _failures(schema, marker):
        assert marker not in failure.message
    for failure in _failures({"items": schema, "properties": {"a": schema}}, [marker, {"b": marker}]):
        assert marker not in failure.message


def test_a_schema_takes_along_only_the_components_that_it_reaches() -> None:
    document = {
        "components": {
            "schemas": {
                "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
                "B": {"items": {"$ref": "#/components/schemas/A"}},
                "C": {},
            }
        }
    }
    assert with_components({"type": "object"}, document) == {"type": "object"}
    reached = with_components({"$ref": "#/components/schemas/A"}, document)["components"]
    assert set(reached["schemas"]) == {"A", "B"}


@pytest.mark.parametrize("operation", EFFECTIVE.operations.values(), ids=lambda operation: operation.id)
def test_every_part_of_every_operation_compiles(operation: Any) -> None:
    validators = RequestValidators(EFFECTIVE)
    for place in ("path", "query", "header"):
        declared = [parameter for parameter in operation.parameters if parameter.place == place]
        required = [parameter for parameter in declared if parameter.required]
        assert validators.parameters(operation, place).accepts({}) is (not required)
    for media_type in operation.bodies:
        assert not validators.body(operation, media_type).accepts(5)


def test_a_validator_is_compiled_once() -> None:
    validators = RequestValidators(EFFECTIVE)
    operation = EFFECTIVE.operations["createAuthCode"]
    assert validators.body(operation, "application/json") is validators.body(operation, "application/json")
    assert validators.parameters(operation, "path") is not validators.parameters(operation, "query")
