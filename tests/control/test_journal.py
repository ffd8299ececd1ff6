"""The journal over the control API: listed, filtered, shown, cleared."""

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.contract.validators import PartValidator
from mock_server.control.resources import journal
from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE, CORNER_KEY, InProcess, refusal, sent_raw

SHARED = InProcess()


@pytest.fixture
def used() -> InProcess:
    """1 mint, 2 exchange, 3 a list, 4 a refused handoff, an hour later 5 no such path, 6 the other client's list."""
    mock = InProcess()
    token = mock.login(ALICE)
    mock.with_token(token, "GET", "/invoices?Limit=2", organisation=ACME)
    mock.handoff(token, BRIGHTSIDE)
    mock.advance(3600)
    mock.request("GET", "/invoice")
    mock.with_key("GET", "/industries", key=CORNER_KEY)
    return mock


def listed(mock: InProcess, query: str = "") -> list[int]:
    answer = mock.request("GET", f"/__mock__/journal{query}")
    assert answer.status_code == 200, answer.text
    return [entry["id"] for entry in answer.json()["entries"]]


def test_entries_are_listed_newest_first(used: InProcess) -> None:
    assert listed(used) == [6, 5, 4, 3, 2, 1]


def test_an_entry_is_summarised(used: InProcess) -> None:
    entry = used.request("GET", "/__mock__/journal").json()["entries"][3]
    assert entry.pop("durationMs") > 0
    assert entry == {
        "id": 3,
        "time": "2025-06-01T12:00:00Z",
        "world": "default",
        "method": "GET",
        "path": "/invoices",
        "query": "Limit=2",
        "operationId": "listInvoices",
        "principal": {
            "kind": "user",
            "client": {"id": "c1234567-abcd-ef01-2345-6789abcdef01", "name": "Acme Platform"},
            "user": {"id": ALICE, "email": "alice@acmeplumbing.co.uk"},
        },
        "organisation": ACME,
        "status": 200,
        "errorCode": None,
        "fidelity": "rules",
        "changed": False,
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("operation=exchangeAuthCode", [2]),
        ("method=post", [4, 2, 1]),
        ("path=/auth/", [4, 2, 1]),
        ("status=4xx", [5, 4]),
        ("status=403", [4]),
        ("status=2XX&method=GET", [6, 3]),
        ("errorCode=Handoff.NoOrgAccess", [4]),
        ("principal=ALICE@acmeplumbing.co.uk", [4, 3]),
        (f"principal={ALICE}", [4, 3]),
        ("principal=c1234567-abcd-ef01-2345-6789abcdef01", [4, 3, 1]),
        ("principal=anonymous", [5, 2]),
        ("principal=nobody@example.com", []),
        (f"organisation={ACME}", [3]),
        ("fidelity=rules", [6, 4, 3, 2, 1]),
        ("fidelity=sample", []),
        ("changed=true", [2, 1]),
        ("changed=false&status=2xx", [6, 3]),
        ("since=2025-06-01T12:30:00Z", [6, 5]),
        ("since=2025-06-01T13:00:00Z", [6, 5]),
        ("until=2025-06-01T12:00:00Z", [4, 3, 2, 1]),
        ("afterId=4", [6, 5]),
        ("afterId=2&beforeId=5", [4, 3]),
        ("limit=2", [6, 5]),
    ],
)
def test_entries_are_filtered(used: InProcess, query: str, wanted: list[int]) -> None:
    assert listed(used, f"?{query}") == wanted


@pytest.mark.parametrize(
    "query",
    ["status=44", "status=9xx", "since=noon", "limit=0", "changed=maybe", "fidelity=good", "where=x", "afterId=-1"],
)
def test_a_filter_that_cannot_be_is_refused(query: str) -> None:
    assert refusal(SHARED.request("GET", f"/__mock__/journal?{query}")) == (400, "Mock.InvalidRequest")


def test_pages_follow_each_other_without_gap(used: InProcess) -> None:
    ids, before = [], ""
    for _ in range(10):
        page = used.request("GET", f"/__mock__/journal?limit=2{before}").json()
        ids += [entry["id"] for entry in page["entries"]]
        if page["next"] is None:
            break
        before = f"&beforeId={page['next']}"
    assert ids == [6, 5, 4, 3, 2, 1]


def test_an_entry_is_shown_whole_without_its_credentials(used: InProcess) -> None:
    shown = used.request("GET", "/__mock__/journal/2").json()
    assert shown["request"]["body"]["json"]["code"].startswith("eyJ***")
    assert shown["answer"]["body"]["json"]["token"].startswith("eyJ***")
    assert shown["answer"]["body"]["json"]["email"] == "alice@acmeplumbing.co.uk"
    later = used.request("GET", "/__mock__/journal/3").json()
    assert later["request"]["headers"]["authorization"] == ["Bearer " + shown["answer"]["body"]["json"]["token"]]
    key = used.request("GET", "/__mock__/journal/1").json()["request"]["headers"]["x-dolfin-api-key"]
    assert key[0].startswith("dol_live_***")
    assert used.request("GET", "/__mock__/journal/4").json()["refusal"]["rule"] == "require_handoff_access"


def test_requests_of_every_kind_are_there(mock: InProcess) -> None:
    mock.request("HEAD", "/industries")
    mock.request("OPTIONS", "/industries")
    mock.request("GET", "/nowhere")
    mock.request("BREW", "/industries")
    mock.with_key("POST", "/invoices", headers={"content-type": "application/json"}, content=b" " * 1_100_000)
    entries = mock.request("GET", "/__mock__/journal").json()["entries"]
    assert [(entry["method"], entry["status"]) for entry in reversed(entries)] == [
        ("HEAD", 401),
        ("OPTIONS", 204),
        ("GET", 404),
        ("BREW", 405),
        ("POST", 400),
    ]
    assert mock.request("GET", "/__mock__/journal/5").json()["request"]["body"] == {"tooLarge": True}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", None),
        (b'{"a": [1]}', {"size": 10, "json": {"a": [1]}}),
        (b"null", {"size": 4, "json": None}),
        (b'{"token": "letmein"', {"size": 19}),
        (b"plain \xc3\xa9", {"size": 8, "text": "plain \u00e9"}),
        (b"\x00\xff", {"size": 2, "base64": base64.b64encode(b"\x00\xff").decode()}),
    ],
)
def test_bodies_are_shown_as_what_they_are(mock: InProcess, body: bytes, shown: dict[str, Any] | None) -> None:
    mock.request("POST", "/auth/exchange", content=body)
    told = mock.request("GET", "/__mock__/journal/1").json()["request"]["body"]
    assert told == shown or (shown is not None and shown.items() <= told.items())
    assert "letmein" not in str(told)


@settings(max_examples=60)
@given(body=st.binary(max_size=200), content_type=st.sampled_from(["application/json", "multipart/form-data", "x", ""]))
def test_whatever_was_sent_can_be_shown_and_explained(body: bytes, content_type: str) -> None:
    headers = [(b"x-dolfin-api-key", ACME_KEY.encode()), (b"content-type", content_type.encode())]
    sent_raw(SHARED, "POST", "/auth/codes", [*headers, (b"content-length", str(len(body)).encode())], body)
    entry_id = listed(SHARED, "?limit=1")[0]
    for path in (f"/{entry_id}", f"/{entry_id}/why", f"/{entry_id}/why?as=text"):
        answer = SHARED.request("GET", f"/__mock__/journal{path}")
        assert answer.status_code == 200
        assert ACME_KEY not in answer.text


@pytest.mark.parametrize(
    ("entry_id", "told"),
    [("7", "no such entry yet"), ("0", "from 1 on"), ("x", "a number"), ("9" * 40, "a number"), ("-1", "a number")],
)
def test_an_entry_that_is_not_there_says_why(used: InProcess, entry_id: str, told: str) -> None:
    for path in (f"/__mock__/journal/{entry_id}", f"/__mock__/journal/{entry_id}/why"):
        answer = used.request("GET", path)
        assert refusal(answer) == (404, "Mock.EntryNotFound")
        assert told in answer.json()["detail"]


def test_a_cleared_journal_counts_what_it_dropped(used: InProcess) -> None:
    assert used.request("DELETE", "/__mock__/journal").status_code == 204
    assert used.request("GET", "/__mock__/journal").json() == {"entries": [], "next": None, "dropped": 6}
    used.request("GET", "/nowhere")
    assert listed(used) == [7]
    assert "gone" in used.request("GET", "/__mock__/journal/3").json()["detail"]


def test_a_journal_that_is_off_says_so() -> None:
    mock = InProcess(journal_size=0)
    mock.request("GET", "/nowhere")
    assert listed(mock) == []
    assert "--journal-size" in mock.request("GET", "/__mock__/journal/1").json()["detail"]


def test_each_world_has_its_own_journal(used: InProcess) -> None:
    used.request("POST", "/__mock__/worlds", json={"name": "other"})
    used.request("GET", "/w/other/nowhere")
    entries = used.request("GET", "/__mock__/worlds/other/journal").json()["entries"]
    assert [(entry["world"], entry["path"]) for entry in entries] == [("other", "/nowhere")]
    assert listed(used) == [6, 5, 4, 3, 2, 1]


def test_a_path_filter_finds_out_no_credential(mock: InProcess) -> None:
    token = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02-0123456789abcdef01234567"
    mock.request("GET", f"/i/{token}")
    assert listed(mock, f"?path={token[40:50]}") == []
    assert listed(mock, f"?path=/i/{token}") == [1]
    assert listed(mock, "?path=/i/") == [1]


def test_answers_read_as_they_are_described(used: InProcess) -> None:
    routes = {route.path: route for route in journal.ROUTES if route.method == "GET"}
    for path, sent in (
        ("/journal", ""),
        ("/journal/{id}", "/5"),
        ("/journal/{id}", "/2"),
        ("/journal/{id}/why", "/4/why"),
    ):
        validator = PartValidator(routes[path].answer, {})
        assert not validator.failures(used.request("GET", f"/__mock__/journal{sent}").json()), sent
