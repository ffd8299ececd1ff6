"""The error codes over the control API."""

import pytest

from mock_server.catalogue import CATALOGUE, OUTSIDE_THE_CONTRACT
from mock_server.reproductions.curl_script import curl_script
from mock_server.reproductions.known import reproduction, reproductions_of
from mock_server.reproductions.pytest_file import pytest_file
from tests.asgi import InProcess, refusal
from tests.reproductions.performing import contract


def test_every_code_of_the_catalogue_is_listed(mock: InProcess) -> None:
    rows = mock.request("GET", "/__mock__/errors").json()
    assert [row["code"] for row in rows] == [row.code for row in (*CATALOGUE, *OUTSIDE_THE_CONTRACT)]
    for row, known in zip(rows, (*CATALOGUE, *OUTSIDE_THE_CONTRACT), strict=True):
        assert (row["status"], row["source"], row["enforced"]) == (known.status, known.source, known.enforced)
        assert (row["meaning"], row["remedy"]) == (known.meaning, known.remedy)


def test_a_code_names_the_operations_that_document_it(mock: InProcess) -> None:
    for row in mock.request("GET", "/__mock__/errors").json():
        operations = contract().operations.values()
        assert row["operations"] == [o.id for o in operations if row["code"] in {each.code for each in o.error_codes}]


def test_one_code_can_be_asked_for(mock: InProcess) -> None:
    (row,) = mock.request("GET", "/__mock__/errors?code=Handoff.NoOrgAccess").json()
    assert (row["code"], row["operations"]) == ("Handoff.NoOrgAccess", ["mintSandboxHandoff"])


def test_a_reproduction_comes_as_json_and_written_down(mock: InProcess) -> None:
    path = "/__mock__/errors/Mock.AuthCodeExpired/reproduce"
    script = reproduction(contract(), "exchangeAuthCode", "Mock.AuthCodeExpired")
    told = mock.request("GET", path).json()
    assert told["expected"] == {"status": 400, "code": "Mock.AuthCodeExpired"}
    assert told["start"] == {"scenario": "acme", "now": "2026-01-15T12:00:00Z", "frozen": True}
    assert [(step["method"], step["path"], step["control"]) for step in told["steps"]] == [
        ("POST", "/auth/codes", False),
        ("POST", "/clock/advance", True),
        ("POST", "/auth/exchange", False),
    ]
    assert mock.request("GET", f"{path}?as=curl").text == curl_script(script)
    assert mock.request("GET", f"{path}?as=pytest").text == pytest_file(script)


def test_a_body_that_is_all_size_is_told_as_its_size(mock: InProcess) -> None:
    told = mock.request("GET", "/__mock__/errors/Mock.PayloadTooLarge/reproduce?operation=createInvoice").json()
    assert told["steps"][-1]["spaces"] == 1024 * 1024 + 1


def test_without_an_operation_the_shortest_reproduction_comes(mock: InProcess) -> None:
    told = mock.request("GET", "/__mock__/errors/Mock.InvalidState/reproduce").json()
    assert len(told["steps"]) == len(reproductions_of(contract(), "Mock.InvalidState")[0].script.steps)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/errors?code=No.Such", "There is no such error code"),
        ("/errors/No.Such/reproduce", "there is no error code No.Such"),
        ("/errors/Mock.Unauthorized/reproduce?operation=listInvoice", "did you mean listInvoices?"),
        ("/errors/Handoff.NoOrgAccess/reproduce?operation=listInvoices", "take one of mintSandboxHandoff"),
        ("/errors/Auth.NotUserScopedToken/reproduce", "documented only"),
    ],
)
def test_what_is_not_known_says_why(mock: InProcess, path: str, told: str) -> None:
    response = mock.request("GET", f"/__mock__{path}")
    assert refusal(response) == (404, "Mock.UnknownRefusal")
    assert told in response.json()["detail"]


@pytest.mark.parametrize("query", ["as=har", "operations=listInvoices", "as=curl&as=json"])
def test_a_question_that_cannot_be_is_refused(mock: InProcess, query: str) -> None:
    response = mock.request("GET", f"/__mock__/errors/Mock.Unauthorized/reproduce?{query}")
    assert refusal(response) == (400, "Mock.InvalidRequest")
