"""Where changes stand, how they are told, and what is no change at all."""

import copy
import json
from typing import Any

import pytest

from mock_server.contract.diff.change import Change
from mock_server.contract.diff.compare import changes
from tests.contract.diff.documents import (
    OPERATION,
    Document,
    answering_a,
    document,
    found,
    limit,
    refusing,
    taking_a,
    with_operation,
    with_parameter,
)
from tests.contract.documents import effective_contract, vendored
from tests.inference.shops import answering, taking

THING = {"$ref": "#/components/schemas/Thing"}


def shared(thing: Any, **schemas: Any) -> Document:
    """Two operations take and answer one component."""
    operation = {"requestBody": taking(THING), "responses": answering(THING)}
    return document({"/a": {"put": operation}, "/b": {"put": operation}}, {"schemas": {"Thing": thing, **schemas}})


def thing(**name: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"name": {"type": "string", **name}}}


def only(older: Document, newer: Document) -> Change:
    (change,) = changes(older, newer)
    return change


@pytest.mark.parametrize("whole", [vendored, effective_contract])
def test_a_document_has_no_changes_against_itself(whole: Any) -> None:
    assert changes(whole(), copy.deepcopy(whole())) == ()


def test_a_change_in_a_shared_component_is_told_once_for_each_direction_with_the_operations_it_touches() -> None:
    told = found(shared(thing(enum=["a", "b"])), shared(thing(enum=["a"])))
    assert told.keys() == {"request-enum-narrowed", "answer-enum-narrowed"}
    for change in told.values():
        assert change.operations == ("PUT /a", "PUT /b")
        assert change.finding.pointer == "/components/schemas/Thing/properties/name"
        assert change.finding.message == "Thing.name no longer has b"


def test_what_went_is_placed_in_the_older_document_and_what_came_in_the_newer() -> None:
    without = {"type": "object", "properties": {}}
    gone = found(shared(thing()), shared(without))["answer-member-removed"].finding
    come = found(shared(without), shared(thing()))["answer-member-added"].finding
    assert (gone.document, come.document) == ("older", "newer")
    assert gone.pointer == come.pointer == "/components/schemas/Thing/properties/name"


def test_breaking_changes_come_first() -> None:
    flags = [change.breaking for change in changes(shared(thing()), shared(thing(enum=["a"])))]
    assert flags == [True, False]


def test_a_component_that_holds_itself_is_compared_to_the_end() -> None:
    def tree(leaf: str) -> dict[str, Any]:
        branch = {"anyOf": [THING, {"type": "null"}]}
        return {
            "type": "object",
            "properties": {"next": branch, "all": {"type": "array", "items": THING}, "leaf": {"type": leaf}},
        }

    told = found(shared(tree("string")), shared(tree("boolean")))
    assert told.keys() == {"request-type-changed", "answer-type-changed"}
    assert told["request-type-changed"].finding.pointer == "/components/schemas/Thing/properties/leaf"


def test_a_deprecated_reference_to_itself_ends_too() -> None:
    nested = {"type": "object", "properties": {"next": {**THING, "deprecated": True}}}
    assert changes(shared(nested), shared(copy.deepcopy(nested))) == ()


def test_a_schema_that_joins_itself_twice_ends_too() -> None:
    again = {"type": "object", "properties": {"next": THING}}
    assert changes(shared({"allOf": [again, again]}), shared({"allOf": [again, again]})) == ()


def test_a_ladder_of_joined_references_is_climbed_in_steps() -> None:
    steps = {f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * 2} for n in range(60)}
    ladder = shared({"$ref": "#/components/schemas/S0"}, **steps, S60=thing())
    assert changes(ladder, copy.deepcopy(ladder)) == ()


@pytest.mark.parametrize(
    ("wrapped", "place"),
    [
        (lambda inner: {"type": "array", "items": inner}, ".it[]"),
        (lambda inner: {"type": "object", "properties": {"in": inner}}, ".it.in"),
        (lambda inner: {"type": "object", "additionalProperties": inner}, ".it.*"),
        (lambda inner: {"anyOf": [inner, {"type": "null"}]}, ".it"),
        (lambda inner: {"allOf": [inner, {"description": "as it was"}]}, ".it"),
        (lambda inner: {"oneOf": [{"type": "boolean"}, inner]}, ".it"),
    ],
)
def test_a_change_is_found_however_deep_it_stands(wrapped: Any, place: str) -> None:
    change = only(
        taking_a(wrapped({"type": "string", "maxLength": 5})), taking_a(wrapped({"type": "string", "maxLength": 4}))
    )
    assert change.finding.rule == "request-bound-narrowed"
    assert change.finding.message == f"body{place} has maxLength 4 now, was 5"


@pytest.mark.parametrize(
    "other",
    [
        {"type": ["null", "string"]},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, {"type": "string"}]},
        {"allOf": [{"type": ["string", "null"]}]},
        {"allOf": [{}, {"type": ["string", "null"]}], "description": "x"},
    ],
)
def test_ways_to_say_the_same_are_no_change(other: Any) -> None:
    assert changes(answering_a({"type": ["string", "null"]}), answering_a(other)) == ()


def test_members_of_joined_schemas_are_one_object() -> None:
    whole = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    parts = {
        "allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"type": "object", "properties": {"b": {"type": "string"}}},
        ]
    }
    assert changes(taking_a(whole), taking_a(parts)) == ()


def test_a_component_with_another_name_is_no_change() -> None:
    text = json.dumps(effective_contract())
    renamed = json.loads(text.replace('schemas/CustomerResponse"', 'schemas/Buyer"'))
    schemas = renamed["components"]["schemas"]
    schemas["Buyer"] = schemas.pop("CustomerResponse")
    assert changes(effective_contract(), renamed) == ()


def test_a_schema_written_in_place_of_a_reference_is_no_change() -> None:
    inline = shared(thing())
    for item in inline["paths"].values():
        item["put"] |= {"requestBody": taking(thing()), "responses": answering(thing())}
    assert changes(shared(thing()), inline) == ()
    assert changes(inline, shared(thing())) == ()


def test_prose_examples_and_the_order_of_members_are_no_change() -> None:
    other = thing(description="the name", examples=["x"], title="Name")
    assert changes(shared(thing()), shared(dict(reversed(other.items())), Unused={"type": "string"})) == ()


def test_an_id_that_one_document_lacks_is_no_renaming() -> None:
    assert changes(with_operation(), with_operation(operationId="a")) == ()


def test_a_parameter_declared_for_the_whole_path_is_that_of_the_operation() -> None:
    of_path = with_operation()
    of_path["paths"]["/things/{id}"]["parameters"].append(limit())
    assert changes(with_parameter(limit()), of_path) == ()


def test_a_header_is_the_same_in_other_letters() -> None:
    def key(name: str) -> Document:
        return with_parameter({"name": name, "in": "header", "schema": {}})

    assert changes(key("X-Key"), key("x-key")) == ()


def test_a_parameter_in_words_has_its_name() -> None:
    change = only(with_parameter(limit()), with_parameter(limit(schema={"type": "integer", "maximum": 5})))
    assert change.finding.message == "parameter limit has maximum 5 now, was none"


def test_security_is_what_a_scheme_asks_for_not_what_it_is_called() -> None:
    older = with_operation(security=[{"key": []}])
    newer = with_operation(security=[{"apiKey": []}])
    newer["components"]["securitySchemes"]["apiKey"] = {"type": "apiKey", "in": "header", "name": "x-key"}
    assert changes(older, newer) == ()
    newer["components"]["securitySchemes"]["apiKey"]["in"] = "query"
    assert found(older, newer).keys() == {"security-removed", "security-added"}


def test_the_security_of_the_document_is_told_once() -> None:
    paths = {f"/{n}": {"get": {"responses": answering({})}} for n in range(3)}
    change = only(document(paths, security=[]), document(paths, security=[{"token": []}]))
    assert (change.finding.rule, len(change.operations)) == ("security-required", 3)
    assert change.finding.message == "it needs HTTP bearer credentials now, and needed nothing"


def test_codes_are_read_from_descriptions_and_from_overlays() -> None:
    rows = [{"code": "Thing.Locked", "source": "assumed", "when": "x"}]
    assert changes(refusing("409", "Thing.Locked — it is"), refusing("409", "x", **{"x-error-codes": rows})) == ()


def test_an_operation_that_moves_to_another_status_is_told_both_ways() -> None:
    older, newer = with_operation(), with_operation()
    newer["paths"]["/things/{id}"]["post"]["responses"] = {"202": {"description": "Accepted"}}
    told = found(older, newer)
    assert told["status-removed"].finding.message == "it no longer answers 200"
    assert told["status-added"].finding.message == "it can answer 202 now (Accepted)"
    assert told["status-removed"].operations == (OPERATION,)
