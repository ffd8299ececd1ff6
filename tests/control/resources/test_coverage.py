"""How much of the contract a client's requests have exercised."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mock_server.catalogue import CATALOGUE
from mock_server.http_api.connection import ConnectionClosedError
from tests.asgi import ACME, InProcess, refusal
from tests.reproductions.performing import contract

OF_ACME = {"x-dolfin-organisation-id": ACME}


def report(mock: InProcess, query: str = "", world: str = "default") -> dict[str, Any]:
    response = mock.request("GET", f"/__mock__/worlds/{world}/coverage{query}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def outcomes(told: dict[str, Any], operation: str) -> dict[str, tuple[int, int]]:
    """How often there was each outcome of the operation: for its real cause, and asked for."""
    (found,) = (each for each in told["byOperation"] if each["operationId"] == operation)
    return {
        each["errorCode"] or str(each["status"]): (each["exercised"], each["askedFor"])
        for each in found["outcomes"]
        if each["exercised"] or each["askedFor"]
    }


def list_invoices(mock: InProcess, world: str = "default", **headers: str) -> int:
    return mock.with_key("GET", f"/w/{world}/invoices", headers={**OF_ACME, **headers}).status_code


def test_every_documented_outcome_is_there_once() -> None:
    told = report(InProcess())
    assert {each["operationId"] for each in told["byOperation"]} == set(contract().operations)
    enforced = {row.code for row in CATALOGUE if row.enforced}
    for each, operation in zip(told["byOperation"], contract().operations.values(), strict=True):
        shown = [(outcome["status"], outcome["errorCode"]) for outcome in each["outcomes"]]
        assert len(set(shown)) == len(shown)
        assert set(shown) == {(operation.success, None), *((row.status, row.code) for row in operation.error_codes)}
        for outcome in each["outcomes"]:
            assert outcome["counts"] == (outcome["errorCode"] is None or outcome["errorCode"] in enforced)
    counted = [outcome for each in told["byOperation"] for outcome in each["outcomes"] if outcome["counts"]]
    assert told["outcomes"] == {"documented": len(counted), "exercised": 0}
    assert (told["percent"], told["operations"]["called"]) == (0, 0)


def test_what_was_answered_is_counted_by_operation_status_and_code(mock: InProcess) -> None:
    for _ in range(2):
        list_invoices(mock)
    mock.request("GET", "/invoices")
    mock.with_key("GET", "/invoices?Cursor=x", headers=OF_ACME)
    told = report(mock)
    assert outcomes(told, "listInvoices") == {"200": (2, 0), "Mock.Unauthorized": (1, 0), "Mock.InvalidCursor": (1, 0)}
    assert told["outcomes"]["exercised"] == 3
    assert told["operations"]["called"] == 1


def test_what_was_asked_for_is_counted_apart(mock: InProcess) -> None:
    list_invoices(mock, **{"x-mock-error": "Mock.Unauthorized"})
    mock.request("POST", "/__mock__/faults", json={"status": 403, "count": 1})
    list_invoices(mock)
    mock.request("POST", "/__mock__/faults", json={"malformed": "invalid", "count": 1})
    list_invoices(mock)
    mock.request("POST", "/__mock__/faults", json={"delay": {"ms": 0}, "count": 1})
    told = report(mock)
    assert outcomes(told, "listInvoices") == {"Mock.Unauthorized": (0, 1), "200": (0, 1)}
    assert (told["percent"], told["operations"]["called"]) == (0, 0)
    list_invoices(mock)
    assert outcomes(report(mock), "listInvoices")["200"] == (1, 1)


def test_answers_that_the_contract_does_not_have_are_told_apart(mock: InProcess) -> None:
    mock.request("GET", "/nowhere")
    mock.request("DELETE", "/invoices")
    mock.request("POST", "/__mock__/faults", json={"status": 503, "count": 1})
    list_invoices(mock)
    mock.request("POST", "/__mock__/faults", json={"close": "before", "count": 1})
    with pytest.raises(ConnectionClosedError):
        list_invoices(mock)
    told = report(mock)
    (found,) = (each for each in told["byOperation"] if each["operationId"] == "listInvoices")
    assert [(each["status"], each["times"], each["askedFor"]) for each in found["undocumented"]] == [
        (503, 1, True),
        (None, 1, True),
    ]
    assert {each["errorCode"] for each in told["unmatched"]} == {"Mock.UnknownPath", "Mock.MethodNotAllowed"}
    assert told["outcomes"]["exercised"] == 0


def test_counts_outlive_the_journal_resets_and_restored_worlds() -> None:
    mock = InProcess(journal_size=0)
    list_invoices(mock)
    mock.request("POST", "/__mock__/snapshots", json={"name": "here"})
    mock.request("POST", "/__mock__/reset")
    list_invoices(mock)
    mock.request("POST", "/__mock__/snapshots/here/restore")
    list_invoices(mock)
    assert outcomes(report(mock), "listInvoices") == {"200": (3, 0)}


def test_a_world_for_each_test_counts_as_one_run_of_the_server(mock: InProcess) -> None:
    for name in ("one", "two"):
        mock.request("POST", "/__mock__/worlds", json={"name": name})
        list_invoices(mock, name)
        assert outcomes(report(mock, world=name), "listInvoices") == {"200": (1, 0)}
    mock.request("DELETE", "/__mock__/worlds/one")
    assert outcomes(report(mock), "listInvoices") == {}
    assert outcomes(report(mock, "?scope=server"), "listInvoices") == {"200": (2, 0)}
    mock.request("POST", "/__mock__/worlds", json={"name": "one"})
    assert outcomes(report(mock, world="one"), "listInvoices") == {}


@pytest.mark.parametrize(("scope", "left"), [("world", 1), ("server", 0)])
def test_counting_begins_anew(mock: InProcess, scope: str, left: int) -> None:
    mock.request("POST", "/__mock__/worlds", json={"name": "one"})
    list_invoices(mock, "one")
    list_invoices(mock)
    forgotten = mock.request("DELETE", f"/__mock__/coverage?scope={scope}").json()
    assert forgotten == {"forgotten": 2 - left}
    assert report(mock, "?scope=server")["outcomes"]["exercised"] == left


def test_operations_that_were_called_may_count_alone(mock: InProcess) -> None:
    list_invoices(mock)
    mock.request("GET", "/invoices")
    of_list = [row for row in contract().operations["listInvoices"].error_codes if row.code != "Mock.Unauthorized"]
    told = report(mock, "?of=called")
    assert told["outcomes"] == {"documented": len(of_list) + 2, "exercised": 2}
    assert told["percent"] > report(mock)["percent"] > 0


@pytest.mark.parametrize(
    ("threshold", "reached"), [("0", True), ("33.33", True), ("33.34", False), ("50", False), ("100", False)]
)
def test_a_threshold_is_reached_or_not(mock: InProcess, threshold: str, reached: bool) -> None:
    list_invoices(mock)
    mock.request("GET", "/invoices")
    told = report(mock, f"?of=called&threshold={threshold}")
    assert told["outcomes"] == {"documented": 6, "exercised": 2}
    assert told["reached"] is reached
    assert told["percent"] == 33.33


def test_nothing_called_reaches_no_threshold(mock: InProcess) -> None:
    assert not report(mock, "?of=called&threshold=1")["reached"]


@pytest.mark.parametrize("query", ["?threshold=101", "?threshold=x", "?as=xml", "?scope=all", "?of=some", "?other=1"])
def test_a_query_that_means_nothing_is_refused(mock: InProcess, query: str) -> None:
    assert refusal(mock.request("GET", f"/__mock__/coverage{query}")) == (400, "Mock.InvalidRequest")


@pytest.mark.parametrize(("threshold", "failures"), [("10", 0), ("90", 1)])
def test_junit_lists_what_is_missing_and_fails_by_the_threshold_alone(
    mock: InProcess, threshold: str, failures: int
) -> None:
    list_invoices(mock)
    list_invoices(mock, **{"x-mock-error": "Mock.Unauthorized"})
    response = mock.request("GET", f"/__mock__/coverage?of=called&as=junit&threshold={threshold}")
    assert response.headers["content-type"].startswith("application/xml")
    suites = {suite.attrib["name"]: suite for suite in ET.fromstring(response.content)}
    assert set(suites) == {"threshold", "listInvoices"}
    assert len(suites["threshold"].findall("./testcase/failure")) == failures
    assert not suites["listInvoices"].findall(".//failure")
    skipped = {case.attrib["name"]: case.find("skipped") for case in suites["listInvoices"]}
    assert skipped["200"] is None
    forced = skipped["401 Mock.Unauthorized"]
    assert forced is not None
    assert forced.attrib["message"] == "not exercised: only asked for"
    counts = suites["listInvoices"].attrib
    assert (int(counts["tests"]), int(counts["skipped"])) == (len(skipped), len(skipped) - 1)
