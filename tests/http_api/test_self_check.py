"""With --self-check an answer that does not match the contract is a loud 500."""

from collections.abc import Callable
from typing import Any

import pytest

from mock_server.catalogue import ALREADY_MEMBER
from mock_server.domain.behaviour import Behaviour, Fidelity
from mock_server.domain.violations import Violation
from tests.asgi import ACME, ACME_KEY, ALICE, OLIVIA, InProcess, refusal

SELF_CHECK_FAILED = (500, "Mock.SelfCheckFailed")


@pytest.fixture(scope="module")
def checked() -> InProcess:
    return InProcess(self_check=True)


def _answers(mock: InProcess, monkeypatch: pytest.MonkeyPatch, operation_id: str, change: Callable[[Any], Any]) -> None:
    """Breaks an operation: its answer is changed on the way out."""
    function = mock.server.behaviours[operation_id].function

    def broken(world: Any, request: Any) -> Any:
        return change(function(world, request))

    monkeypatch.setitem(mock.server.behaviours, operation_id, Behaviour(broken, Fidelity.RULES))


@pytest.mark.parametrize(
    "change",
    [
        lambda body: {**body, "expiresAt": "tomorrow"},
        lambda body: {**body, "code": 5},
        lambda _: [],
        lambda _: None,
    ],
)
def test_an_answer_that_does_not_match_becomes_a_500_and_is_logged(
    checked: InProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, change: Callable[[Any], Any]
) -> None:
    _answers(checked, monkeypatch, "createAuthCode", change)
    assert refusal(checked.with_key("POST", "/auth/codes", json={"userId": ALICE})) == SELF_CHECK_FAILED
    assert "self-check: createAuthCode answered 201" in caplog.text


def test_without_self_check_nobody_notices(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(mock, monkeypatch, "createAuthCode", lambda _: [])
    assert mock.with_key("POST", "/auth/codes", json={"userId": ALICE}).status_code == 201


def test_what_is_told_of_a_wrong_answer_repeats_no_value_of_it(
    checked: InProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _answers(checked, monkeypatch, "createAuthCode", lambda body: {**body, "expiresAt": "hidden-words"})
    response = checked.with_key("POST", "/auth/codes", json={"userId": ALICE})
    assert refusal(response) == SELF_CHECK_FAILED
    assert "expiresAt" in response.json()["detail"]
    assert "hidden-words" not in response.text + caplog.text


def test_a_refusal_that_the_contract_does_not_know_is_caught(
    checked: InProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(*_: Any) -> Any:
        raise Violation(ALREADY_MEMBER)

    monkeypatch.setitem(checked.server.behaviours, "listIndustries", Behaviour(refuses, Fidelity.RULES))
    assert refusal(checked.with_key("GET", "/industries")) == SELF_CHECK_FAILED
    assert "self-check: listIndustries answered 409" in caplog.text


def test_the_whole_login_journey_passes(checked: InProcess) -> None:
    token = checked.login(ALICE)
    organisation = {"x-dolfin-organisation-id": ACME}
    assert checked.with_token(token, "GET", "/me").status_code == 200
    assert checked.with_token(token, "GET", "/invoices", organisation=ACME).status_code == 200
    assert checked.with_key("GET", "/industries").status_code == 200
    assert checked.with_key("GET", f"/organisations/{ACME}/users?Limit=1").status_code == 200
    assert checked.with_key("GET", "/invoices?Limit=2", headers=organisation).status_code == 200
    assert checked.handoff(checked.login(OLIVIA), ACME).status_code == 201
    body = {"email": "new@acme.example", "name": "New"}
    assert checked.with_key("POST", f"/organisations/{ACME}/users", json=body).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "expected"),
    [
        ("GET", "/me", {}, b"", 401),
        ("HEAD", "/industries", {"x-dolfin-api-key": ACME_KEY}, b"", 200),
        ("HEAD", "/me", {}, b"", 401),
        ("GET", "/me?x=%ff", {"authorization": "TOKEN"}, b"", 200),
        ("GET", "/invoices", {"x-dolfin-api-key": ACME_KEY}, b"", 400),
        ("POST", "/auth/codes", {"x-dolfin-api-key": ACME_KEY}, b"x", 415),
        ("POST", "/auth/codes", {"x-dolfin-api-key": ACME_KEY}, b"x" * 1_100_000, 413),
        ("GET", "/i/a%2Fb", {}, b"", 404),
        ("GET", "/i/a%2Fb%00", {}, b"", 400),
        ("GET", "/organisations/x%2Fy/users", {"x-dolfin-api-key": ACME_KEY}, b"", 400),
        ("GET", "/nothing", {}, b"", 404),
        ("PUT", "/me", {}, b"", 405),
        ("OPTIONS", "/me", {}, b"", 204),
    ],
)
def test_refusals_pass_too(
    checked: InProcess, method: str, path: str, headers: dict[str, str], content: bytes, expected: int
) -> None:
    sent = {name: value.replace("TOKEN", f"Bearer {checked.login(ALICE)}") for name, value in headers.items()}
    assert checked.request(method, path, headers=sent, content=content).status_code == expected
