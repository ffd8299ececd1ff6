"""effective.json: what the server routes by and the contract tests judge by."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.contract.documents import (
    OPENAPI,
    effective_contract,
    of_the_reconstruction,
    operation,
    operations,
    refusals,
    resolved,
    vendored,
    yaml_file,
)

pytestmark = of_the_reconstruction

OVERLAYS = sorted((OPENAPI / "overlays").glob("*.yaml"))
ORGANISATION_HEADER = {"$ref": "#/components/parameters/OrganisationHeader"}
API_KEY_ONLY = {
    "POST /auth/codes",
    "POST /organisations",
    "GET /organisations/{organisationId}/users",
    "POST /organisations/{organisationId}/users",
    "POST /mcp/{organisationId}",
}
BEARER_ONLY = {"POST /auth/sandbox-handoff", "GET /me", "POST /users", "PATCH /users/{id}/role"}
PUBLIC = {
    "POST /auth/exchange",
    "POST /client-invites/accept",
    "GET /i/{token}",
    "POST /i/{token}/checkout-session",
}
WITHOUT_ORGANISATION_HEADER = (
    "/api-keys",
    "/auth/",
    "/bank-details/",
    "/client-invites/",
    "/clients/",
    "/i/",
    "/industries",
    "/mcp/",
    "/me",
    "/organisations",
    "/webhook-subscriptions",
)
PUBLISHED_CODES = {
    ("POST /auth/codes", "400", "User.MissingUserId"),
    ("POST /auth/codes", "404", "User.NotInClient"),
    ("POST /auth/sandbox-handoff", "400", "Handoff.MissingOrganisationId"),
    ("POST /auth/sandbox-handoff", "403", "Handoff.NoOrgAccess"),
    ("POST /auth/sandbox-handoff", "404", "Organisation.NotFound"),
}


def with_header() -> set[str]:
    return {name for name, one in operations(effective_contract()) if ORGANISATION_HEADER in one.get("parameters", [])}


def codes() -> Iterator[tuple[str, str, dict[str, str]]]:
    for name, status, response in refusals(effective_contract()):
        for code in response["x-error-codes"]:
            yield name, status, code


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: path.name)
def test_every_action_of_an_overlay_says_why_it_exists(path: Path) -> None:
    for action in yaml_file(path)["actions"]:
        assert action.get("description"), action["target"]


def test_no_overlay_adds_or_removes_an_operation() -> None:
    assert [n for n, _ in operations(effective_contract())] == [n for n, _ in operations(vendored())]


def test_every_operation_has_a_readable_id_of_its_own() -> None:
    ids = [one["operationId"] for _, one in operations(effective_contract())]
    assert len(set(ids)) == len(ids) == 139
    for operation_id in ids:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)+", operation_id)


def test_the_ids_overlay_names_every_operation_once() -> None:
    targets = [action["target"] for action in yaml_file(OPENAPI / "overlays" / "10-operation-ids.yaml")["actions"]]
    named = [re.fullmatch(r"\$\.paths\['(.+)'\]\.(\w+)", target) for target in targets]
    assert sorted(f"{match[2].upper()} {match[1]}" for match in named if match) == sorted(
        name for name, _ in operations(vendored())
    )


def test_the_ids_of_the_login_journey_are_these() -> None:
    ids = {one["operationId"]: name for name, one in operations(effective_contract())}
    assert {
        "createOrganisation": "POST /organisations",
        "addOrganisationUser": "POST /organisations/{organisationId}/users",
        "createAuthCode": "POST /auth/codes",
        "exchangeAuthCode": "POST /auth/exchange",
        "mintSandboxHandoff": "POST /auth/sandbox-handoff",
        "listInvoices": "GET /invoices",
    }.items() <= ids.items()


def test_the_server_is_relative() -> None:
    assert [server["url"] for server in effective_contract()["servers"]] == ["/"]


def test_no_operation_makes_authentication_optional() -> None:
    assert effective_contract()["security"] == [{"bearer": []}, {"apiKey": []}]
    for name, one in operations(effective_contract()):
        assert {} not in one.get("security", []), name


def test_each_operation_takes_the_documented_kind_of_credential() -> None:
    own = {name: one["security"] for name, one in operations(effective_contract()) if "security" in one}
    assert own == (
        {name: [{"apiKey": []}] for name in API_KEY_ONLY}
        | {name: [{"bearer": []}] for name in BEARER_ONLY}
        | {name: [] for name in PUBLIC}
    )


def test_the_organisation_header_is_required_wherever_the_path_does_not_say_otherwise() -> None:
    names = {name for name, _ in operations(effective_contract())}
    assert with_header() == {
        name for name in names if not name.partition(" ")[2].startswith(WITHOUT_ORGANISATION_HEADER)
    }
    header = effective_contract()["components"]["parameters"]["OrganisationHeader"]
    assert header["name"] == "x-dolfin-organisation-id"
    assert header["required"] is True


def test_every_operation_has_the_refusals_it_can_give() -> None:
    for name, one in operations(effective_contract()):
        expected = {
            "400": "parameters" in one or "requestBody" in one,
            "401": name not in PUBLIC,
            "403": name in with_header(),
            "404": "{" in name,
            "413": "requestBody" in one,
            "415": "requestBody" in one,
        }
        missing = [status for status, can in expected.items() if can and status not in one["responses"]]
        assert missing == [], name


def test_public_operations_and_operations_without_a_body_have_no_refusal_they_cannot_give() -> None:
    for name, one in operations(effective_contract()):
        assert name not in PUBLIC or "401" not in one["responses"], name
        assert "requestBody" in one or not {"413", "415"} & one["responses"].keys(), name


def test_every_refusal_is_a_problem_and_lists_its_codes() -> None:
    for name, status, response in refusals(effective_contract()):
        assert list(response["content"]) == ["application/problem+json"], (name, status)
        listed = [code["code"] for code in response["x-error-codes"]]
        assert listed, (name, status)
        assert len(set(listed)) == len(listed), (name, status)


def test_no_success_lists_error_codes() -> None:
    for name, one in operations(effective_contract()):
        for status, response in one["responses"].items():
            assert status.startswith("4") or "x-error-codes" not in resolved(effective_contract(), response), name


def test_every_code_a_description_names_is_listed() -> None:
    named = 0
    for name, status, response in refusals(effective_contract()):
        in_text = re.findall(r"^([A-Z]\w+\.[A-Z]\w+) — ", response["description"], re.MULTILINE)
        assert set(in_text) <= {code["code"] for code in response["x-error-codes"]}, (name, status)
        named += len(in_text)
    assert named > 400


def test_every_listed_code_has_a_source_and_says_when() -> None:
    for name, _, code in codes():
        assert set(code) == {"code", "source", "when"}, name
        assert re.fullmatch(r"[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+", code["code"]), name
        assert code["source"] in {"published", "documented", "assumed"}, name
        assert code["when"], name


def test_a_code_has_one_status_everywhere() -> None:
    statuses: dict[str, set[str]] = {}
    for _, status, code in codes():
        statuses.setdefault(code["code"], set()).add(status)
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_exactly_the_codes_of_the_fragments_are_published() -> None:
    found = {(name, status, code["code"]) for name, status, code in codes() if code["source"] == "published"}
    assert found == PUBLISHED_CODES


def test_codes_of_the_mock_are_assumed() -> None:
    for name, _, code in codes():
        assert not code["code"].startswith("Mock.") or code["source"] == "assumed", name


def test_every_400_can_be_an_invalid_request() -> None:
    for name, status, response in refusals(effective_contract()):
        listed = {code["code"] for code in response["x-error-codes"]}
        if status == "400":
            assert "Mock.InvalidRequest" in listed, name
            assert ("Mock.MissingOrganisationHeader" in listed) == (name in with_header()), name


def test_every_list_with_a_cursor_can_refuse_it() -> None:
    cursor = {"$ref": "#/components/parameters/Cursor"}
    paged = {name for name, one in operations(effective_contract()) if cursor in one.get("parameters", [])}
    assert paged
    assert paged == {name for name, _, code in codes() if code["code"] == "Mock.InvalidCursor"}


def test_a_401_names_the_credential_to_send() -> None:
    for _, status, response in refusals(effective_contract()):
        if status == "401":
            assert response["headers"]["WWW-Authenticate"]["required"] is True


def test_a_body_with_required_members_is_required() -> None:
    for name, one in operations(effective_contract()):
        body = one.get("requestBody", {})
        for entry in body.get("content", {}).values():
            schema = resolved(effective_contract(), entry["schema"])
            assert not schema.get("required") or body.get("required") is True, name


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("CreateAuthCodeRequest", {}),
        ("CreateUserRequest", {"email": "nobody"}),
        ("CreateOrganisationUserRequest", {"name": "Alice"}),
        ("CreateClientInviteRequest", {"email": "a@example.org"}),
        ("CreateOrganisationRequest", {"name": "", "industryId": "b2d4f6a8-1234-5678-9abc-def012345678"}),
        ("PatchOrganisationRequest", {"contactEmail": "nobody"}),
        ("PatchOrganisationUserRoleRequest", {"role": None}),
        ("CreateProductRequest", {"name": "", "currency": "GBP"}),
        ("CreateTaxRateRequest", {"code": "", "name": "Standard"}),
        ("CreateTaxRateRequest", {"code": "S"}),
        ("UpsertPurchaseOrderRequest", {"poNumber": None, "lines": [{}]}),
        ("UpsertPurchaseOrderRequest", {"poNumber": "1", "lines": []}),
        ("UpsertDeliveryNoteRequest", {"lines": [{}]}),
        ("UpsertApprovalPolicyRequest", {"name": "p", "action": "AutoVoid", "priorityOrder": 1001}),
        ("AgentRequest", {"message": "x" * 8001}),
        ("FileUpload", {}),
    ],
)
def test_what_the_documentation_refuses_does_not_match_its_schema(schema: str, value: Any) -> None:
    assert not validator({"$ref": f"#/components/schemas/{schema}"}).is_valid(value)


def test_a_link_leads_to_an_operation_that_takes_what_it_gives() -> None:
    by_id = {one["operationId"]: one for _, one in operations(effective_contract())}
    count = 0
    for link, schema in links():
        target = by_id[link["operationId"]]
        parameters = {resolved(effective_contract(), p)["name"] for p in target.get("parameters", [])}
        assert set(link.get("parameters", {})) <= parameters, link
        assert link.get("parameters") or link.get("requestBody"), link
        for expression in [*link.get("parameters", {}).values(), *link.get("requestBody", {}).values()]:
            source, _, member = expression.partition("#/")
            assert source == "$response.body" or expression == "$request.header.x-dolfin-organisation-id", link
            assert not member or member in schema["properties"], link
        count += 1
    assert count == 50


def test_the_codes_lead_to_the_exchange() -> None:
    for name in ("POST /auth/codes", "POST /auth/sandbox-handoff"):
        link = operation(effective_contract(), name)["responses"]["201"]["links"]["exchangeAuthCode"]
        assert link == {"operationId": "exchangeAuthCode", "requestBody": {"code": "$response.body#/code"}}


def test_every_example_matches_its_schema() -> None:
    found = list(examples())
    assert len(found) == 11
    for name, value, schema in found:
        assert [error.message for error in validator(schema).iter_errors(value)] == [], name


def test_the_validator_of_the_examples_knows_formats() -> None:
    assert not validator({"type": "string", "format": "uuid"}).is_valid("Alice")


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": effective_contract()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def links() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every link, with the schema of the answer it starts from."""
    for _, one in operations(effective_contract()):
        for response in one["responses"].values():
            for link in response.get("links", {}).values():
                yield link, resolved(effective_contract(), response["content"]["application/json"]["schema"])


def examples() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    for name, one in operations(effective_contract()):
        for part in (one.get("requestBody", {}), *one["responses"].values()):
            for entry in part.get("content", {}).values():
                for example in entry.get("examples", {}).values():
                    yield name, example["value"], entry["schema"]
