"""The steps of a request, in their one order."""

import re
from typing import Any

import pytest

from mock_server.catalogue import INVALID_REQUEST
from mock_server.domain.behaviour import Behaviour, Fidelity
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.http_api.authenticate import authenticate
from mock_server.http_api.forcing import Forcing
from mock_server.http_api.organisation import select_organisation
from mock_server.http_api.pipeline import Pipeline
from mock_server.http_api.validate import RequestMatcher
from tests.asgi import ACME, ACME_KEY, ALICE, NOON, InProcess, refusal, sent_raw

NOBODYS = "00000000-0000-4000-8000-000000000000"
WRONG: dict[str, dict[str, Any]] = {
    "path": {"target": "/nothing"},
    "credential": {"key": b"wrong"},
    "organisation": {"organisation": NOBODYS.encode()},
    "request": {"body": b"not JSON"},
}


def _send(mock: InProcess, **chosen: Any) -> tuple[int, str]:
    settings = {"target": "/customers", "key": ACME_KEY.encode(), "organisation": b"", "body": b"{}", **chosen}
    headers = [
        (b"x-dolfin-api-key", settings["key"]),
        (b"x-dolfin-organisation-id", settings["organisation"]),
        (b"content-type", b"application/json"),
    ]
    return refusal(sent_raw(mock, "POST", settings["target"], headers, settings["body"]))


def test_the_steps_are_in_the_documented_order(mock: InProcess) -> None:
    contract = mock.server.contract
    pipeline = Pipeline(contract, mock.server.behaviours, RequestMatcher(contract), Forcing(contract))
    assert pipeline.steps == (
        pipeline.route,
        pipeline.force,
        pipeline.fail,
        authenticate,
        select_organisation,
        pipeline.matcher.match,
        pipeline.perform,
    )


def _asked_of_every_operation(mock: InProcess) -> list[tuple[int, bytes]]:
    answers = []
    for operation in mock.server.contract.operations.values():
        path = re.sub(r"\{.*?\}", ACME, operation.path)
        for headers in ({}, {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}):
            for body in (b"", b"{}"):
                sent = {**headers, "content-type": "application/json"}
                response = mock.request(operation.method, path, headers=sent, content=body)
                answers.append((response.status_code, response.content))
    return answers


def test_what_is_left_out_for_an_operation_had_nothing_to_do_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = _asked_of_every_operation(InProcess(seed=1))
    monkeypatch.setattr(Pipeline, "_steps_for", lambda pipeline, _: pipeline._all)
    assert answers == _asked_of_every_operation(InProcess(seed=1))
    assert {status for status, _ in answers} >= {200, 201, 400, 401, 404, 415}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (("path", "credential", "organisation", "request"), (404, "Mock.UnknownPath")),
        (("credential", "organisation", "request"), (401, "Mock.Unauthorized")),
        (("organisation", "request"), (403, "Mock.OrganisationNotAccessible")),
    ],
)
def test_of_several_things_that_are_wrong_the_first_step_speaks(
    mock: InProcess, wrong: tuple[str, ...], expected: tuple[int, str]
) -> None:
    chosen: dict[str, Any] = {}
    for name in wrong:
        chosen |= WRONG[name]
    assert _send(mock, **chosen) == expected


def test_who_calls_is_asked_before_the_size_of_the_body(mock: InProcess) -> None:
    assert _send(mock, key=b"wrong", body=b" " * (2 * 1024 * 1024)) == (401, "Mock.Unauthorized")


def test_the_request_is_judged_before_the_rules(mock: InProcess) -> None:
    # The organisation does not exist either: the rule that would say so comes last.
    response = mock.with_key("POST", f"/organisations/{NOBODYS}/users", json={"email": 5})
    assert refusal(response) == (400, "Mock.InvalidRequest")
    response = mock.with_key("POST", f"/organisations/{NOBODYS}/users", json={"email": "a@b.example"})
    assert refusal(response) == (404, "Organisation.NotFound")


def test_a_success_has_the_status_of_the_contract_and_says_how_faithful_it_is(mock: InProcess) -> None:
    response = mock.with_key("POST", "/auth/codes", json={"userId": ALICE})
    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-mock-fidelity"] == "rules"
    assert "x-mock-error-code" not in response.headers


def test_an_operation_that_fails_leaves_the_world_as_it_was(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    create = mock.server.behaviours["createOrganisation"].function

    def fails_late(world: Any, request: Any) -> Any:
        create(world, request)
        raise RuntimeError("secret words")

    monkeypatch.setitem(mock.server.behaviours, "createOrganisation", Behaviour(fails_late, Fidelity.RULES))
    before = len(list(_organisations(mock)))
    industry = mock.with_key("GET", "/industries").json()["data"][0]["id"]
    response = mock.with_key("POST", "/organisations", json={"name": "New Ltd", "industryId": industry})
    assert refusal(response) == (500, "Mock.InternalError")
    assert "secret words" not in response.text
    assert "secret words" in caplog.text
    assert len(list(_organisations(mock))) == before
    assert mock.with_key("GET", "/industries").status_code == 200


def _organisations(mock: InProcess) -> Any:
    return mock.server.worlds.default.store.all(ORGANISATIONS)


def test_a_violation_after_an_effect_undoes_it(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = mock.server.behaviours["exchangeAuthCode"].function

    def refuses_late(world: Any, request: Any) -> Any:
        exchange(world, request)
        raise Violation(INVALID_REQUEST, reason="Too late.")

    code = mock.code(ALICE)
    with monkeypatch.context() as patched:
        patched.setitem(mock.server.behaviours, "exchangeAuthCode", Behaviour(refuses_late, Fidelity.RULES))
        assert refusal(mock.exchange(code)) == (400, "Mock.InvalidRequest")
    assert mock.exchange(code).status_code == 200


def test_the_clock_of_the_world_is_the_clock_of_the_answer(mock: InProcess) -> None:
    shown = mock.with_key("POST", "/auth/codes", json={"userId": ALICE}).json()["expiresAt"]
    assert shown == NOON.replace(minute=10).isoformat().replace("+00:00", "Z")
