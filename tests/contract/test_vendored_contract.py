"""openapi.json: the published operations as published, and the reconstructed ones beside them."""

import re
from pathlib import Path

import pytest

from tests.contract.documents import (
    FRAGMENTS,
    OPENAPI,
    members,
    of_the_reconstruction,
    operation,
    operations,
    refusals,
    responses,
    vendored,
    yaml_file,
)

pytestmark = of_the_reconstruction

PUBLISHED = {"POST /auth/codes", "POST /auth/sandbox-handoff"}
PUBLISHED_SCHEMAS = {
    "CreateAuthCodeRequest",
    "CreateAuthCodeResponse",
    "SandboxHandoffRequest",
    "SandboxHandoffResponse",
    "ProblemDetails",
}
CONFIDENCE = {"spec", "rendered", "guide", "inferred"}


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_published_fragment_stands_in_it_unchanged(path: Path) -> None:
    fragment = yaml_file(path)
    for name, published in operations(fragment):
        assert operation(vendored(), name) == published
    for name, schema in fragment["components"]["schemas"].items():
        assert vendored()["components"]["schemas"][name] == schema
    for key in ("openapi", "servers", "security", "tags"):
        assert vendored()[key] == fragment[key]
    assert vendored()["info"] == fragment["info"] | {"x-origin": "reconstructed"}


def test_the_fragments_are_the_two_published_operations_and_their_five_schemas() -> None:
    fragments = [yaml_file(path) for path in FRAGMENTS]
    assert {name for fragment in fragments for name, _ in operations(fragment)} == PUBLISHED
    assert {name for fragment in fragments for name in fragment["components"]["schemas"]} == PUBLISHED_SCHEMAS


def test_nothing_published_is_reconstructed_as_well() -> None:
    reconstructed = yaml_file(OPENAPI / "reconstructed.yaml")
    assert PUBLISHED.isdisjoint(name for name, _ in operations(reconstructed))
    assert PUBLISHED_SCHEMAS.isdisjoint(reconstructed["components"]["schemas"])


def test_it_has_139_operations() -> None:
    assert len(list(operations(vendored()))) == 139


def test_every_operation_has_one_of_the_published_tags_and_a_summary() -> None:
    tags = [tag["name"] for tag in vendored()["tags"]]
    for name, one in operations(vendored()):
        assert len(one["tags"]) == 1, name
        assert one["tags"][0] in tags, name
        assert one["summary"], name


def test_summaries_are_unique() -> None:
    summaries = [one["summary"] for _, one in operations(vendored())]
    assert sorted(summaries) == sorted(set(summaries))


def test_every_reconstructed_operation_says_where_it_was_read_and_how() -> None:
    for name, one in operations(vendored()):
        if name in PUBLISHED:
            continue
        assert one["x-source"], name
        assert all(address.startswith("https://docs.dolfinai.co/") for address in one["x-source"]), name
        assert one["x-confidence"] in CONFIDENCE, name


def test_only_the_known_extensions_are_used() -> None:
    known = {"x-origin", "x-source", "x-confidence", "x-status", "x-incomplete", "x-inferred"}
    assert {key for key, _ in members(vendored()) if key.startswith("x-")} == known


def test_every_operation_answers_one_success_and_no_default() -> None:
    for name, one in operations(vendored()):
        statuses = [status for status in one["responses"] if not status.startswith("4")]
        assert len(statuses) == 1, name
        assert statuses[0] in {"200", "201", "202", "204"}, name


def test_a_success_has_a_body_except_204_and_the_sync_of_gmail() -> None:
    without = {name for name, status, response in responses(vendored()) if "content" not in response}
    empty = {name for name, status, _ in responses(vendored()) if status == "204"}
    assert without == empty | {"POST /gmail-connections/{id}/sync"}


def test_every_refusal_is_a_problem() -> None:
    own = {"GET /bills/{id}/validate": "BillValidationProblem"}
    for name, _, response in refusals(vendored()):
        schema = own.get(name, "ProblemDetails")
        expected = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
        assert response["content"] == expected, name


def test_every_body_schema_is_a_component_or_a_list_of_one() -> None:
    for name, one in operations(vendored()):
        contents = [one.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in one["responses"].values()]
        for content in contents:
            for media_type, entry in content.items():
                schema = entry["schema"]
                referenced = schema.get("items", schema) if schema.get("type") == "array" else schema
                assert media_type == "text/event-stream" or "$ref" in referenced, name


def test_every_component_is_used() -> None:
    used = {value for key, value in members(vendored()) if key == "$ref"}
    for kind, components in vendored()["components"].items():
        for component in components:
            assert f"#/components/{kind}/{component}" in used


def test_every_path_parameter_is_declared_with_its_format() -> None:
    for name, one in operations(vendored()):
        declared = {p["name"]: p["schema"] for p in one.get("parameters", []) if p.get("in") == "path"}
        assert set(declared) == set(re.findall(r"{(\w+)}", name)), name
        for parameter, schema in declared.items():
            if parameter not in {"token", "code"}:
                assert schema == {"type": "string", "format": "uuid"}, name


def test_every_page_requires_its_data() -> None:
    pages = {n: s for n, s in vendored()["components"]["schemas"].items() if n.endswith("Page") or n == "IndustryList"}
    assert len(pages) == 17
    for name, schema in pages.items():
        assert schema["required"] == ["data"], name


def test_the_answers_the_guide_prints_require_what_it_shows() -> None:
    schemas = vendored()["components"]["schemas"]
    assert schemas["OrganisationResponse"]["required"] == ["id", "name", "clientId", "industry", "createdAt"]
    assert schemas["CreateUserResponse"]["required"] == ["userId", "email", "organisationId", "role"]
    assert schemas["AuthResponse"]["required"] == ["token", "userId", "email", "organisations"]
    assert schemas["AuthOrganisation"]["required"] == ["organisationId", "organisationName", "role"]
