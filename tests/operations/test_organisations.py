"""Creating an organisation (C1), replacing and changing it."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from mock_server.contract.document import load
from mock_server.domain.model import Role
from mock_server.domain.tables import ORGANISATIONS
from mock_server.json_value import Json
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.asgi import ACME, ADAM, ALICE, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, OLIVIA, InProcess, refusal
from tests.operations.callers import (
    ACME_PLATFORM,
    CORNER_PLATFORM,
    MISSING,
    PLUMBING,
    add_user,
    handoff_session,
    set_portal_role,
    set_role,
    world_of,
)

BAKERY = {"id": "3c1de2f4-5a6b-4c7d-8e9f-0a1b2c3d4e5f", "name": "Bakery"}
FULL = {"name": "Acme Bakery", "industryId": BAKERY["id"], "contactEmail": "hi@acme.example", "country": "GB"}
NEW = {"name": "Zed Plumbing Ltd", "industryId": PLUMBING["id"]}


def create(mock: InProcess, **body: Any) -> httpx.Response:
    return mock.with_key("POST", "/organisations", json=body)


def test_a_new_organisation_is_answered_as_printed_and_with_nothing_more(mock: InProcess) -> None:
    response = create(mock, **NEW)
    assert response.status_code == 201
    body = response.json()
    assert UUID(body.pop("id")).version == 4
    assert body == {
        "name": "Zed Plumbing Ltd",
        "clientId": ACME_PLATFORM,
        "industry": PLUMBING,
        "createdAt": "2025-06-01T12:00:00Z",
    }


def test_an_organisation_belongs_to_the_client_of_the_key(mock: InProcess) -> None:
    created = mock.with_key("POST", "/organisations", key=CORNER_KEY, json=NEW).json()
    assert created["clientId"] == CORNER_PLATFORM
    assert add_user(mock, created["id"], key=CORNER_KEY, email="new@example.com").status_code == 201
    assert refusal(add_user(mock, created["id"], email="new@example.com")) == (404, "Organisation.NotFound")


def test_two_organisations_of_one_name_are_two(mock: InProcess) -> None:
    assert create(mock, **NEW).json()["id"] != create(mock, **NEW).json()["id"]


def test_optional_members_are_shown_as_they_were_sent(mock: InProcess) -> None:
    body = create(mock, **NEW, contactEmail="Hi@Zed.example", country="GB", unknown="x").json()
    assert (body["contactEmail"], body["country"]) == ("Hi@Zed.example", "GB")
    assert "unknown" not in body


def test_an_industry_is_known_in_either_case(mock: InProcess) -> None:
    body = create(mock, name="Zed", industryId=PLUMBING["id"].upper()).json()
    assert body["industry"] == PLUMBING


def test_an_industry_that_does_not_exist_is_refused_and_nothing_is_created(mock: InProcess) -> None:
    before = list(world_of(mock).store.all(ORGANISATIONS))
    assert refusal(create(mock, name="Zed", industryId=MISSING)) == (404, "Mock.IndustryNotFound")
    assert list(world_of(mock).store.all(ORGANISATIONS)) == before


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/name", "/industryId"]),
        ({"name": "", "industryId": ""}, ["/name", "/industryId"]),
        ({"name": None, "industryId": None}, ["/name", "/industryId"]),
        ({"name": "Zed", "industryId": "plumbing"}, ["/industryId"]),
        ({**NEW, "contactEmail": "nobody"}, ["/contactEmail"]),
    ],
    ids=str,
)
def test_every_mistake_in_the_body_is_told_with_its_pointer(
    mock: InProcess, body: dict[str, Json], pointers: list[str]
) -> None:
    response = create(mock, **body)
    assert refusal(response) == (400, "Mock.InvalidRequest")
    assert [pointer for pointer in pointers if f"body {pointer}: " not in response.json()["detail"]] == []


@pytest.mark.parametrize("name", ["Ægir & Söns", "名", "'; DROP TABLE", "\u0000", "x" * 10_000])
def test_any_name_comes_back_as_it_was_sent(mock: InProcess, name: str) -> None:
    assert create(mock, name=name, industryId=PLUMBING["id"]).json()["name"] == name


def change(mock: InProcess, method: str = "PATCH", organisation: str = ACME, **body: Any) -> httpx.Response:
    return mock.with_key(method, f"/organisations/{organisation}", json=body)


def test_a_changed_organisation_is_shown_in_both_documented_shapes(mock: InProcess) -> None:
    mock.advance(60)
    response = change(mock, "PUT", **FULL)
    assert response.status_code == 200
    shown = response.json()
    schemas = load(EFFECTIVE_CONTRACT).document["components"]["schemas"]
    assert shown.keys() == schemas["OrganisationResponse"]["properties"].keys()
    assert {name: value for name, value in shown.items() if value is not None} == {
        "id": ACME,
        "name": "Acme Bakery",
        "clientId": ACME_PLATFORM,
        "industry": BAKERY,
        "industryId": BAKERY["id"],
        "industryCode": "bakery",
        "industryDisplayName": "Bakery",
        "contactEmail": "hi@acme.example",
        "country": "GB",
        "hasBeenOnboarded": False,
        "createdAt": "2025-01-15T10:30:00Z",
        "updatedAt": "2025-06-01T12:01:00Z",
    }


def test_a_patch_changes_what_it_names_and_nothing_else(mock: InProcess) -> None:
    change(mock, "PUT", **FULL)
    shown = change(mock, phone="0117", hasBeenOnboarded=True, unknown="x").json()
    assert (shown["phone"], shown["hasBeenOnboarded"]) == ("0117", True)
    assert (shown["name"], shown["industry"], shown["country"]) == ("Acme Bakery", BAKERY, "GB")
    assert "unknown" not in shown
    assert change(mock, name="Acme").json() == {**shown, "name": "Acme"}


def test_replacing_an_organisation_leaves_what_a_patch_alone_takes(mock: InProcess) -> None:
    change(mock, phone="0117", hasBeenOnboarded=True)
    shown = change(mock, "PUT", **FULL, phone="0118").json()
    assert (shown["phone"], shown["hasBeenOnboarded"]) == ("0117", True)


@pytest.mark.parametrize("written", [(30, 1990, 12.5), ("30", "1990", "12.50")], ids=["numbers", "texts"])
def test_numbers_are_shown_as_numbers_however_they_were_sent(mock: InProcess, written: tuple[Json, Json, Json]) -> None:
    days, year, fee = written
    shown = change(mock, defaultPaymentTermsDays=days, incorporationYear=year, latePaymentFee=fee).json()
    assert (shown["defaultPaymentTermsDays"], shown["incorporationYear"], shown["latePaymentFee"]) == (30, 1990, 12.5)


def test_bank_details_are_shown_in_full_and_replaced_as_one(mock: InProcess) -> None:
    change(mock, bankDetails={"sortCode": "112233", "accountNumber": "12345678", "unknown": "x"})
    shown = change(mock, bankDetails={"iban": "GB33BUKB20201555555555"}).json()["bankDetails"]
    assert {name: value for name, value in shown.items() if value is not None} == {"iban": "GB33BUKB20201555555555"}
    assert len(shown) == 8


def test_another_industry_must_exist(mock: InProcess) -> None:
    assert change(mock, industryId=BAKERY["id"].upper()).json()["industryCode"] == "bakery"
    assert refusal(change(mock, industryId=MISSING, name="X")) == (404, "Mock.IndustryNotFound")
    assert change(mock).json()["name"] == "Acme Plumbing Ltd"


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("PUT", {"name": "Acme"}),
        ("PUT", {**FULL, "name": ""}),
        ("PATCH", {"name": ""}),
        ("PATCH", {"phone": None}),
        ("PATCH", {"defaultCurrency": "pounds"}),
        ("PATCH", {"defaultPaymentTermsDays": -1}),
        ("PATCH", {"defaultPaymentTermsDays": "-1"}),
        ("PATCH", {"incorporationYear": "9" * 5000}),
        ("PATCH", {"latePaymentFee": "-0.01"}),
        ("PATCH", {"bankDetails": None}),
    ],
    ids=str,
)
def test_what_an_organisation_cannot_be_is_refused(mock: InProcess, method: str, body: dict[str, Any]) -> None:
    assert refusal(change(mock, method, **body)) == (400, "Mock.InvalidRequest")


@pytest.mark.parametrize("organisation", [CORNER_BAKERY, MISSING])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_clients_organisation_cannot_be_changed(mock: InProcess, method: str, organisation: str) -> None:
    assert refusal(change(mock, method, organisation, **FULL)) == (404, "Organisation.NotFound")
    by_session = mock.with_token(mock.login(OLIVIA), method, f"/organisations/{organisation}", json=FULL)
    assert refusal(by_session) == (404, "Organisation.NotFound")


@pytest.mark.parametrize(("role", "status"), [(Role.MEMBER, 403), (Role.ADMIN, 200), (Role.OWNER, 200)])
def test_a_session_changes_an_organisation_as_its_admin_or_owner(mock: InProcess, role: Role, status: int) -> None:
    token = mock.login(ALICE)
    set_role(mock, ALICE, ACME, role)
    response = mock.with_token(token, "PATCH", f"/organisations/{ACME}", json={"phone": "0117"})
    assert response.status_code == status
    if status == 200:
        assert response.json()["updatedBy"] == ALICE
    else:
        assert refusal(response) == (403, "Mock.NotAdministrator")


def test_a_session_finds_no_organisation_that_it_does_not_cover(mock: InProcess) -> None:
    response = mock.with_token(mock.login(ALICE), "PATCH", f"/organisations/{BRIGHTSIDE}", json={})
    assert refusal(response) == (404, "Organisation.NotFound")


def test_an_admin_of_the_client_changes_its_organisations_without_being_a_member(mock: InProcess) -> None:
    token = mock.login(ADAM)
    for organisation in (ACME, BRIGHTSIDE):
        assert mock.with_token(token, "PATCH", f"/organisations/{organisation}", json={}).status_code == 200
    set_portal_role(mock, ADAM, Role.MEMBER)
    not_there = mock.with_token(token, "PATCH", f"/organisations/{ACME}", json={})
    assert refusal(not_there) == (404, "Organisation.NotFound")
    member = mock.with_token(token, "PATCH", f"/organisations/{BRIGHTSIDE}", json={})
    assert refusal(member) == (403, "Mock.NotAdministrator")


def test_a_handoff_session_changes_its_organisation_alone(mock: InProcess) -> None:
    token = handoff_session(mock, mock.login(OLIVIA), ACME)
    assert mock.with_token(token, "PATCH", f"/organisations/{ACME}", json={}).status_code == 200
    other = mock.with_token(token, "PATCH", f"/organisations/{BRIGHTSIDE}", json={})
    assert refusal(other) == (404, "Organisation.NotFound")
