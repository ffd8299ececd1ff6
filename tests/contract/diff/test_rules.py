"""Each rule, by an example: what it finds, and whether that breaks a caller."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mock_server.contract.diff.rules import RULES
from tests.contract.diff.documents import (
    Document,
    answering_a,
    answering_object,
    answering_with,
    document,
    found,
    limit,
    refusing,
    taking_a,
    taking_object,
    with_operation,
    with_parameter,
)
from tests.inference.shops import answering, taking

Example = tuple[bool, Document, Document]
BREAKING, FINE = True, False

BOTH = {"name": {"type": "string"}, "more": {"type": "string"}}
TEXT, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}
OR_NULL = {"type": ["string", "null"]}
Object = dict[str, Any]
JSON: Object = {"application/json": {}}
XML: Object = {"application/xml": {}}
ONE_OF: dict[str, Any] = {"oneOf": [TEXT, {"type": "boolean"}]}
ONE_OF_THREE: dict[str, Any] = {"oneOf": [*ONE_OF["oneOf"], INTEGER]}
KEY: Object = {"key": []}
TOKEN: Object = {"token": []}
GET = {"get": {"responses": answering({})}}
HEADER: Object = {"X-Page": {"schema": {}}}
NEEDED_HEADER: Object = {"X-Page": {"required": True, "schema": {}}}
NONE = with_operation()
CODES = "Thing.Locked — it is locked\nThing.Gone — it is gone"
PLAIN_BODY: Object = {"content": {"application/json": {}}}
A_TO_C = {**TEXT, "pattern": "^[a-c]$"}

EXAMPLES: dict[str, Example] = {
    "operation-added": (FINE, document({"/a": GET}), document({"/a": GET, "/b": GET})),
    "operation-removed": (BREAKING, document({"/a": GET, "/b": GET}), document({"/a": GET})),
    "operation-renamed": (FINE, with_operation(operationId="a"), with_operation(operationId="b")),
    "operation-deprecated": (FINE, NONE, with_operation(deprecated=True)),
    "operation-restored": (FINE, with_operation(deprecated=True), NONE),
    "path-parameter-renamed": (FINE, with_operation("/things/{id}"), with_operation("/things/{thingId}")),
    "security-added": (FINE, with_operation(security=[KEY]), with_operation(security=[KEY, TOKEN])),
    "security-removed": (BREAKING, with_operation(security=[KEY, TOKEN]), with_operation(security=[KEY])),
    "security-required": (BREAKING, with_operation(security=[]), with_operation(security=[KEY])),
    "security-lifted": (FINE, with_operation(security=[KEY]), with_operation(security=[{}, KEY])),
    "parameter-added": (FINE, NONE, with_parameter(limit())),
    "parameter-added-required": (BREAKING, NONE, with_parameter(limit(required=True))),
    "parameter-removed": (BREAKING, with_parameter(limit()), NONE),
    "parameter-made-required": (BREAKING, with_parameter(limit()), with_parameter(limit(required=True))),
    "parameter-made-optional": (FINE, with_parameter(limit(required=True)), with_parameter(limit())),
    "parameter-style-changed": (BREAKING, with_parameter(limit()), with_parameter(limit(explode=False))),
    "parameter-deprecated": (FINE, with_parameter(limit()), with_parameter(limit(deprecated=True))),
    "parameter-restored": (FINE, with_parameter(limit(deprecated=True)), with_parameter(limit())),
    "body-added": (FINE, NONE, with_operation(requestBody=PLAIN_BODY)),
    "body-added-required": (BREAKING, NONE, with_operation(requestBody=taking({}))),
    "body-removed": (BREAKING, with_operation(requestBody=PLAIN_BODY), NONE),
    "body-made-required": (
        BREAKING, with_operation(requestBody=PLAIN_BODY), with_operation(requestBody={**PLAIN_BODY, "required": True}),
    ),
    "body-made-optional": (
        FINE, with_operation(requestBody={**PLAIN_BODY, "required": True}), with_operation(requestBody=PLAIN_BODY),
    ),
    "request-media-type-added": (
        FINE, with_operation(requestBody={"content": JSON}), with_operation(requestBody={"content": JSON | XML}),
    ),
    "request-media-type-removed": (
        BREAKING, with_operation(requestBody={"content": JSON | XML}), with_operation(requestBody={"content": JSON}),
    ),
    "answer-media-type-added": (FINE, answering_with(content=JSON), answering_with(content=JSON | XML)),
    "answer-media-type-removed": (BREAKING, answering_with(content=JSON | XML), answering_with(content=JSON)),
    "status-added": (FINE, NONE, refusing("409", "")),
    "status-removed": (BREAKING, refusing("409", ""), NONE),
    "error-code-added": (FINE, refusing("409", ""), refusing("409", CODES)),
    "error-code-removed": (FINE, refusing("409", CODES), refusing("409", CODES.partition("\n")[0])),
    "error-code-moved": (BREAKING, refusing("409", CODES), refusing("403", CODES)),
    "answer-header-added": (FINE, NONE, answering_with(headers=HEADER)),
    "answer-header-removed": (BREAKING, answering_with(headers=HEADER), NONE),
    "answer-header-made-required": (FINE, answering_with(headers=HEADER), answering_with(headers=NEEDED_HEADER)),
    "answer-header-made-optional": (BREAKING, answering_with(headers=NEEDED_HEADER), answering_with(headers=HEADER)),
    "request-member-added": (FINE, taking_object(), taking_object(properties=BOTH)),
    "request-member-added-required": (BREAKING, taking_object(), taking_object(properties=BOTH, required=["more"])),
    "request-member-removed": (BREAKING, taking_object(properties=BOTH), taking_object()),
    "request-member-made-required": (BREAKING, taking_object(), taking_object(required=["name"])),
    "request-member-made-optional": (FINE, taking_object(required=["name"]), taking_object()),
    "request-member-deprecated": (FINE, taking_a(TEXT), taking_a({**TEXT, "deprecated": True})),
    "request-member-restored": (FINE, taking_a({**TEXT, "deprecated": True}), taking_a(TEXT)),
    "answer-member-added": (FINE, answering_object(), answering_object(properties=BOTH, required=["more"])),
    "answer-member-removed": (BREAKING, answering_object(properties=BOTH), answering_object()),
    "answer-member-made-required": (FINE, answering_object(), answering_object(required=["name"])),
    "answer-member-made-optional": (BREAKING, answering_object(required=["name"]), answering_object()),
    "answer-member-deprecated": (FINE, answering_a(TEXT), answering_a({**TEXT, "deprecated": True})),
    "answer-member-restored": (FINE, answering_a({**TEXT, "deprecated": True}), answering_a(TEXT)),
    "request-type-narrowed": (BREAKING, taking_a(NUMBER), taking_a(INTEGER)),
    "request-type-widened": (FINE, taking_a(TEXT), taking_a({"type": ["string", "integer"]})),
    "request-type-changed": (BREAKING, taking_a(TEXT), taking_a(INTEGER)),
    "answer-type-narrowed": (FINE, answering_a({}), answering_a(TEXT)),
    "answer-type-widened": (BREAKING, answering_a(INTEGER), answering_a(NUMBER)),
    "answer-type-changed": (BREAKING, answering_a(TEXT), answering_a(INTEGER)),
    "request-null-added": (FINE, taking_a(TEXT), taking_a(OR_NULL)),
    "request-null-removed": (BREAKING, taking_a(OR_NULL), taking_a(TEXT)),
    "answer-null-added": (BREAKING, answering_a(TEXT), answering_a(OR_NULL)),
    "answer-null-removed": (FINE, answering_a(OR_NULL), answering_a(TEXT)),
    "request-format-narrowed": (BREAKING, taking_a(TEXT), taking_a({**TEXT, "format": "uuid"})),
    "request-format-widened": (FINE, taking_a({**TEXT, "format": "uuid"}), taking_a(TEXT)),
    "request-format-changed": (BREAKING, taking_a({**TEXT, "format": "uuid"}), taking_a({**TEXT, "format": "date"})),
    "answer-format-narrowed": (FINE, answering_a(TEXT), answering_a({**TEXT, "format": "uuid"})),
    "answer-format-widened": (BREAKING, answering_a({**TEXT, "format": "uuid"}), answering_a(TEXT)),
    "answer-format-changed": (
        BREAKING, answering_a({**TEXT, "format": "uuid"}), answering_a({**TEXT, "format": "date"}),
    ),
    "request-enum-narrowed": (BREAKING, taking_a({"enum": ["a", "b"]}), taking_a({"enum": ["a"]})),
    "request-enum-widened": (FINE, taking_a({"enum": ["a"]}), taking_a({"enum": ["a", "b"]})),
    "answer-enum-narrowed": (FINE, answering_a(TEXT), answering_a({**TEXT, "enum": ["a"]})),
    "answer-enum-widened": (BREAKING, answering_a({"enum": ["a"]}), answering_a({"enum": ["a", "b"]})),
    "request-pattern-narrowed": (BREAKING, taking_a(TEXT), taking_a(A_TO_C)),
    "request-pattern-widened": (FINE, taking_a(A_TO_C), taking_a(TEXT)),
    "request-pattern-changed": (BREAKING, taking_a(A_TO_C), taking_a({**TEXT, "pattern": "^d$"})),
    "answer-pattern-narrowed": (FINE, answering_a(TEXT), answering_a(A_TO_C)),
    "answer-pattern-widened": (FINE, answering_a(A_TO_C), answering_a(TEXT)),
    "answer-pattern-changed": (FINE, answering_a(A_TO_C), answering_a({**TEXT, "pattern": "^d$"})),
    "request-bound-narrowed": (BREAKING, taking_a({"maxLength": 5}), taking_a({"maxLength": 4})),
    "request-bound-widened": (FINE, taking_a({"minimum": 1}), taking_a({"minimum": 0})),
    "request-bound-changed": (BREAKING, taking_a({"multipleOf": 2}), taking_a({"multipleOf": 3})),
    "answer-bound-narrowed": (FINE, answering_a({"maxItems": 5}), answering_a({"maxItems": 4})),
    "answer-bound-widened": (FINE, answering_a({"maxItems": 5}), answering_a({})),
    "answer-bound-changed": (FINE, answering_a({"multipleOf": 2}), answering_a({"multipleOf": 3})),
    "request-extra-members-narrowed": (BREAKING, taking_object(), taking_object(additionalProperties=False)),
    "request-extra-members-widened": (FINE, taking_object(additionalProperties=False), taking_object()),
    "answer-extra-members-narrowed": (FINE, answering_object(), answering_object(additionalProperties=False)),
    "answer-extra-members-widened": (FINE, answering_object(additionalProperties=False), answering_object()),
    "request-choice-added": (FINE, taking_a(ONE_OF), taking_a(ONE_OF_THREE)),
    "request-choice-removed": (BREAKING, taking_a(ONE_OF_THREE), taking_a(ONE_OF)),
    "answer-choice-added": (BREAKING, answering_a(ONE_OF), answering_a(ONE_OF_THREE)),
    "answer-choice-removed": (FINE, answering_a(ONE_OF_THREE), answering_a(ONE_OF)),
    "request-default-changed": (FINE, taking_a({"default": 1}), taking_a({"default": 2})),
    "answer-default-changed": (FINE, answering_a({"default": 1}), answering_a({"default": 2})),
    "request-schema-changed": (BREAKING, taking_a({"not": {}}), taking_a({"not": TEXT})),
    "answer-schema-changed": (BREAKING, answering_a({"not": {}}), answering_a({"not": TEXT})),
}  # fmt: skip

_MIRRORED = {
    "-added-required": "-removed",
    "-added": "-removed",
    "-removed": "-added",
    "-narrowed": "-widened",
    "-widened": "-narrowed",
    "-made-required": "-made-optional",
    "-made-optional": "-made-required",
    "-deprecated": "-restored",
    "-restored": "-deprecated",
    "security-required": "security-lifted",
    "security-lifted": "security-required",
}


def mirrored(rule: str) -> str:
    """The rule that finds the same between the documents in the other order."""
    for end, other in _MIRRORED.items():
        if rule.endswith(end):
            return rule.removesuffix(end) + other
    return rule


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_example_of_a_rule_is_found_and_judged_as_stated(rule: str) -> None:
    breaking, older, newer = EXAMPLES[rule]
    for side in (older, newer):
        assert [error.message for error in OpenAPIV31SpecValidator(side).iter_errors()] == []
    assert found(older, newer)[rule].breaking is breaking


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_example_of_a_rule_shows_nothing_else(rule: str) -> None:
    _, older, newer = EXAMPLES[rule]
    beside = {"error-code-moved": {"status-added", "status-removed"}}
    assert found(older, newer).keys() - beside.get(rule, set()) == {rule}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_in_the_other_order_the_opposite_is_found(rule: str) -> None:
    _, older, newer = EXAMPLES[rule]
    opposite = found(newer, older)
    assert mirrored(rule) in opposite or f"{mirrored(rule)}-required" in opposite


def test_every_rule_has_an_example() -> None:
    assert list(EXAMPLES) == list(RULES)
