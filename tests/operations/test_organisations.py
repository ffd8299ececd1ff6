"""Creating an organisation (C1)."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from mock_server.domain.tables import ORGANISATIONS
from mock_server.json_value import Json
from tests.asgi import CORNER_KEY, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, CORNER_PLATFORM, MISSING, PLUMBING, add_user, world_of

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
