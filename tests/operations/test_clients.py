"""A client's settings: for its backend, and for an Admin or Owner of it."""

from typing import Any

import pytest

from mock_server.contract.document import load
from mock_server.domain.model import Role
from mock_server.json_value import Json
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.asgi import ACME, ADAM, ALICE, OLIVIA, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, CORNER_PLATFORM, MISSING, handoff_session, set_portal_role

PATH = f"/clients/{ACME_PLATFORM}"
DEFAULTS: dict[str, Json] = {
    "logoUrl": None,
    "primaryColour": None,
    "billReviewTimeAfterDueDate": None,
    "gmailConnectorEnabled": False,
    "gmailAllowedRedirectHosts": [],
    "paymentAllowedRedirectHosts": [],
    "payByBankEnabled": False,
    "arEmailsEnabled": True,
}
CHANGED = {
    "logoUrl": "https://acme.example/logo.png",
    "primaryColour": "#123456",
    "billReviewTimeAfterDueDate": 7,
    "gmailConnectorEnabled": True,
    "gmailAllowedRedirectHosts": ["acme.example"],
    "paymentAllowedRedirectHosts": ["pay.acme.example"],
    "payByBankEnabled": True,
    "arEmailsEnabled": False,
}


def patched(mock: InProcess, **body: Any) -> dict[str, Any]:
    response = mock.with_key("PATCH", PATH, json=body)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


def settings(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in DEFAULTS}


def test_a_client_is_shown_in_full(mock: InProcess) -> None:
    mock.advance(60)
    shown = patched(mock)
    schema = load(EFFECTIVE_CONTRACT).document["components"]["schemas"]["ClientResponse"]
    assert shown.keys() == schema["properties"].keys()
    assert settings(shown) == DEFAULTS
    assert (shown["id"], shown["name"], shown["type"]) == (ACME_PLATFORM, "Acme Platform", "Live")
    assert (shown["createdAt"], shown["updatedAt"]) == ("2025-06-01T12:00:00Z", "2025-06-01T12:01:00Z")


def test_settings_are_changed_one_by_one_and_kept(mock: InProcess) -> None:
    for name, value in CHANGED.items():
        assert patched(mock, **{name: value})[name] == value
    assert settings(patched(mock)) == CHANGED


def test_null_puts_a_setting_back_to_its_default(mock: InProcess) -> None:
    patched(mock, **CHANGED)
    assert settings(patched(mock, **dict.fromkeys(DEFAULTS))) == DEFAULTS


@pytest.mark.parametrize("sent", [14, "14", 14.0], ids=repr)
def test_a_whole_number_is_shown_as_one_however_it_was_sent(mock: InProcess, sent: Json) -> None:
    response = mock.with_key("PATCH", PATH, json={"billReviewTimeAfterDueDate": sent})
    assert '"billReviewTimeAfterDueDate":14,' in response.text


def test_what_the_platform_keeps_cannot_be_changed(mock: InProcess) -> None:
    shown = patched(mock, name="Other", type="Sandbox", dolfinRevenueSharePercent=0, id=MISSING)
    assert (shown["name"], shown["type"], shown["dolfinRevenueSharePercent"]) == ("Acme Platform", "Live", None)
    assert shown["id"] == ACME_PLATFORM


@pytest.mark.parametrize(
    "body",
    [{"arEmailsEnabled": "yes"}, {"gmailAllowedRedirectHosts": "x"}, {"billReviewTimeAfterDueDate": -1}, []],
    ids=str,
)
def test_what_is_no_setting_is_refused(mock: InProcess, body: Json) -> None:
    assert refusal(mock.with_key("PATCH", PATH, json=body)) == (400, "Mock.InvalidRequest")


@pytest.mark.parametrize("client", [CORNER_PLATFORM, MISSING])
def test_another_client_is_like_none(mock: InProcess, client: str) -> None:
    assert refusal(mock.with_key("PATCH", f"/clients/{client}", json={})) == (404, "Mock.RecordNotFound")
    response = mock.with_token(mock.login(OLIVIA), "PATCH", f"/clients/{client}", json={})
    assert refusal(response) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("user", [OLIVIA, ADAM])
def test_an_admin_or_owner_of_the_client_changes_its_settings(mock: InProcess, user: str) -> None:
    token = mock.login(user)
    response = mock.with_token(token, "PATCH", PATH.upper().replace("/CLIENTS", "/clients"), json={})
    assert (response.status_code, response.json()["updatedBy"]) == (200, user)
    set_portal_role(mock, user, Role.MEMBER)
    assert refusal(mock.with_token(token, "PATCH", PATH, json={})) == (403, "Member.Forbidden")


def test_who_is_not_in_the_portal_changes_nothing(mock: InProcess) -> None:
    for token in (mock.login(ALICE), handoff_session(mock, mock.login(OLIVIA), ACME)):
        response = mock.with_token(token, "PATCH", PATH, json={"arEmailsEnabled": False})
        assert refusal(response) == (403, "Member.Forbidden")
    assert patched(mock)["arEmailsEnabled"] is True
