"""The published integration guide: its requests, in order, answer as printed, and with nothing more."""

import re
from typing import Any

import pytest

from tests.asgi import InProcess, refusal

ORGANISATION = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
HEADER_OF_TOKENS = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
TOKEN = re.compile(rf"{re.escape(HEADER_OF_TOKENS)}\.[\w-]+\.[\w-]+")

CREATED_ORGANISATION = {
    "id": "9a658587-fe02-402e-b1ac-bfaf53274ef8",
    "name": "Acme Plumbing Ltd",
    "clientId": "c1234567-abcd-ef01-2345-6789abcdef01",
    "industry": {"id": "b2d4f6a8-1234-5678-9abc-def012345678", "name": "Plumbing & HVAC"},
    "createdAt": "2025-01-15T10:30:00Z",
}
ALICE = {
    "userId": "a1111111-1111-1111-1111-111111111111",
    "email": "alice@acmeplumbing.co.uk",
    "name": "Alice Johnson",
    "organisationId": "9a658587-fe02-402e-b1ac-bfaf53274ef8",
    "role": "Member",
}
BOB = {
    "userId": "b2222222-2222-2222-2222-222222222222",
    "email": "bob@acmeplumbing.co.uk",
    "name": "Bob Smith",
    "organisationId": "9a658587-fe02-402e-b1ac-bfaf53274ef8",
    "role": "Member",
}
AUTH_CODE = {"code": f"{HEADER_OF_TOKENS}...", "expiresAt": "2025-01-15T10:40:00Z"}
SESSION = {
    "token": f"{HEADER_OF_TOKENS}...",
    "userId": "a1111111-1111-1111-1111-111111111111",
    "email": "alice@acmeplumbing.co.uk",
    "organisations": [
        {
            "organisationId": "9a658587-fe02-402e-b1ac-bfaf53274ef8",
            "organisationName": "Acme Plumbing Ltd",
            "role": "Member",
        }
    ],
}


@pytest.fixture
def guide() -> InProcess:
    return InProcess(scenario="guide", now=None, freeze=False)


def as_printed(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with each token cut short, as the guide prints them."""
    return {
        name: f"{HEADER_OF_TOKENS}..." if isinstance(value, str) and TOKEN.fullmatch(value) else value
        for name, value in answer.items()
    }


def posted(guide: InProcess, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    response = guide.with_key("POST", path, json=body)
    return response.status_code, response.json()


def created(guide: InProcess) -> tuple[int, dict[str, Any]]:
    return posted(guide, "/organisations", name="Acme Plumbing Ltd", industryId="b2d4f6a8-1234-5678-9abc-def012345678")


def test_the_requests_of_the_guide_answer_as_printed(guide: InProcess) -> None:
    users = f"/organisations/{ORGANISATION}/users"
    assert created(guide) == (201, CREATED_ORGANISATION)
    assert posted(guide, users, email="alice@acmeplumbing.co.uk", name="Alice Johnson") == (201, ALICE)
    assert posted(guide, users, email="bob@acmeplumbing.co.uk", name="Bob Smith") == (201, BOB)

    status, code = posted(guide, "/auth/codes", userId=ALICE["userId"], organisationId=ORGANISATION)
    assert (status, as_printed(code)) == (201, AUTH_CODE)

    exchanged = guide.exchange(code["code"])
    assert (exchanged.status_code, as_printed(exchanged.json())) == (200, SESSION)

    invoices = guide.with_token(exchanged.json()["token"], "GET", "/invoices", organisation=ORGANISATION)
    assert (invoices.status_code, invoices.json()) == (200, {"data": []})


def test_the_industry_of_the_guide_is_listed(guide: InProcess) -> None:
    industries = guide.with_key("GET", "/industries").json()
    assert industries == {"data": [CREATED_ORGANISATION["industry"]]}


def test_the_notes_of_the_guide_hold(guide: InProcess) -> None:
    created(guide)
    users = f"/organisations/{ORGANISATION}/users"
    posted(guide, users, email=ALICE["email"], name=ALICE["name"])
    assert refusal(guide.with_key("POST", users, json={"email": ALICE["email"]})) == (409, "Mock.AlreadyMember")
    _, second = posted(guide, "/organisations", name="Second", industryId="b2d4f6a8-1234-5678-9abc-def012345678")
    status, again = posted(guide, f"/organisations/{second['id']}/users", email=ALICE["email"])
    assert (status, again["userId"]) == (201, ALICE["userId"])


def test_the_guide_can_be_followed_again_after_a_reset(guide: InProcess) -> None:
    created(guide)
    _, second = created(guide)
    assert second["id"] != ORGANISATION
    guide.request("POST", "/__mock__/reset")
    assert created(guide) == (201, CREATED_ORGANISATION)
