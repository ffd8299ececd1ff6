"""A capsule leads to the recorded answer in any other server, with what mattered and nothing else."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from mock_server.domain.journal import JournalEntry
from mock_server.domain.tables import CLIENTS
from mock_server.http_api import timekeeper
from mock_server.http_api.connection import ConnectionClosedError
from mock_server.reproductions.perform import Received
from mock_server.reproductions.recorded import UNKNOWN
from mock_server.reproductions.script import Filler, Script, Start
from mock_server.reproductions.signed_texts import SIGNED
from mock_server.resources import SCENARIO_FOLDER
from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE, CORNER_KEY, NOON, NORAH, OLIVIA, InProcess
from tests.inference.shops import SHOP
from tests.lived_in import LivedIn
from tests.reproductions.capsules import Scene, plain, replayed, scene

KEY = {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}
ALICE_EMAIL = "alice@acmeplumbing.co.uk"
CUSTOMER = "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01"
SENT_INVOICE = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02"


@pytest.fixture(scope="module")
def source() -> InProcess:
    return InProcess(freeze=False)


@pytest.fixture(scope="module")
def other() -> InProcess:
    """Has another key than the source, and no seed."""
    return InProcess(now=None, freeze=False)


@pytest.fixture(scope="module")
def lived_in() -> Scene:
    """The default world of a server, whose clock runs, after much has happened in it."""
    mock = InProcess(freeze=False)
    LivedIn(mock, ACME)
    entered = Scene(mock, "default")
    for path in ("/invoices", "/bills", "/customers?Limit=1", "/receivables/aging", "/me", f"/organisations/{ACME}"):
        entered.api("GET", path, KEY)
    return entered


def recorded(entered: Scene, entry: int | None = None) -> JournalEntry:
    found = entered.mock.server.worlds.require(entered.name).journal.get(entry or entered.last)
    assert found is not None
    return found


def received(entry: JournalEntry) -> Received:
    return Received(entry.status, {"x-mock-error-code": entry.error_code} if entry.error_code else {}, entry.content)


def require_repeated(entered: Scene, other: InProcess, entry: int | None = None) -> Script:
    """The capsule of the entry, which is answered in the other server as it was here."""
    capsule, was = entered.capsule(entry), recorded(entered, entry)
    assert plain(replayed(other, capsule)) == plain(received(was))
    return capsule


def requests(script: Script) -> list[str]:
    return [f"{step.method} {step.path}" for step in script.steps if not step.control]


def controls(script: Script) -> list[str]:
    return [f"{step.method} {step.path}" for step in script.steps if step.control]


def token_of(entered: Scene, user: str = ALICE) -> str:
    code = entered.api("POST", "/auth/codes", KEY, {"userId": user}).json()["code"]
    return str(entered.api("POST", "/auth/exchange", body={"code": code}).json()["token"])


def bearer(token: str, organisation: str = ACME) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "x-dolfin-organisation-id": organisation}


def test_capsules_of_a_world_that_was_lived_in_give_the_same_bodies(lived_in: Scene, other: InProcess) -> None:
    entries = [*range(1, lived_in.last, 6), *range(lived_in.last - 5, lived_in.last + 1)]
    for entry in entries:
        require_repeated(lived_in, other, entry)


def test_what_changed_nothing_is_left_out(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.api("GET", "/invoices", KEY)
        entered.api("POST", "/customers", {**KEY, "x-dolfin-api-key": CORNER_KEY}, {"name": "No"})
        made = entered.api(
            "POST", "/customers", {**KEY, "user-agent": "x", "origin": "http://a.example"}, {"name": "A"}
        )
        entered.api("PATCH", f"/customers/{made.json()['id']}", KEY, {"name": 7})
        entered.api("GET", f"/customers/{made.json()['id']}", KEY)
        capsule = require_repeated(entered, other)
    assert requests(capsule) == ["POST /customers", f"GET /customers/{made.json()['id']}"]
    assert capsule.steps[1].headers == {**KEY, "content-type": "application/json"}


def test_a_login_is_done_again_and_its_token_is_not_in_the_script(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.api("GET", "/invoices", bearer(token_of(entered)))
        capsule = require_repeated(entered, other)
    assert requests(capsule) == ["POST /auth/codes", "POST /auth/exchange", "GET /invoices"]
    assert not SIGNED.search(str(capsule))


def test_a_token_that_no_answer_held_is_minted(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        token = entered.control("POST", "/tokens", {"email": ALICE_EMAIL}).json()["token"]
        entered.api("GET", "/me", {"authorization": f"Bearer {token}"})
        entered.api("GET", "/invoices", bearer(token, BRIGHTSIDE))
        capsule = require_repeated(entered, other)
    assert requests(capsule) == ["GET /invoices"]
    assert controls(capsule) == ["PUT /clock", "POST /tokens"]


def test_an_expired_token_is_expired_again(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        token = entered.control("POST", "/tokens", {"email": ALICE_EMAIL}).json()["token"]
        entered.control("POST", "/clock/advance", {"duration": "PT9H"})
        entered.api("GET", "/me", bearer(token))
        assert recorded(entered).error_code == "Mock.Unauthorized"
        require_repeated(entered, other)


@pytest.mark.parametrize("wanted", [{"user": NORAH}, {"user": "00000000-0000-4000-8000-000000000000"}])
def test_a_token_of_somebody_who_has_nothing_is_minted_all_the_same(
    source: InProcess, other: InProcess, wanted: dict[str, str]
) -> None:
    client = "c1234567-abcd-ef01-2345-6789abcdef01"
    with scene(source) as entered:
        token = entered.control("POST", "/tokens", {**wanted, "client": client, "organisation": ACME}).json()["token"]
        entered.api("GET", "/me", bearer(token))
        require_repeated(entered, other)


def test_a_token_of_another_world_is_refused_again_and_not_given_away(source: InProcess, other: InProcess) -> None:
    with scene(source) as elsewhere, scene(source) as entered:
        token = token_of(elsewhere)
        code = elsewhere.api("POST", "/auth/codes", KEY, {"userId": ALICE}).json()["code"]
        entered.api("GET", "/me", bearer(token))
        capsule = require_repeated(entered, other)
        entered.api("POST", "/auth/exchange", body={"code": code})
        assert recorded(entered).error_code == "Mock.AuthCodeUnknown"
        exchange = require_repeated(entered, other)
    assert token not in str(capsule)
    assert code not in str(exchange)


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ({}, {}),
        ({"authorization": "Bearer"}, {"authorization": "Bearer"}),
        ({"authorization": "Bearer real-secret"}, {"authorization": f"Bearer {UNKNOWN}"}),
        ({"authorization": "Basic real-secret"}, {"authorization": f"Basic {UNKNOWN}"}),
        ({"authorization": "real-secret"}, {"authorization": UNKNOWN}),
        ({"x-dolfin-api-key": "dol_live_real-secret"}, {"x-dolfin-api-key": UNKNOWN}),
    ],
)
def test_a_credential_that_the_world_does_not_know_is_refused_again_and_not_given_away(
    source: InProcess, other: InProcess, sent: dict[str, str], written: dict[str, str]
) -> None:
    for path in ("/me", "/industries"):
        with scene(source) as entered:
            entered.api("GET", path, sent)
            assert recorded(entered).status == 401
            capsule = require_repeated(entered, other)
        assert capsule.steps[-1].headers == written


def test_a_header_that_came_twice_comes_twice(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.api("GET", "/me", {"authorization": "Bearer a", "Authorization": "Bearer b"})
        assert "more than once" in recorded(entered).content.decode()
        require_repeated(entered, other)


def test_a_page_is_turned_with_the_cursor_of_the_page_before(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        path = "/invoices?Limit=1"
        for _ in range(2):
            path = f"/invoices?Limit=1&Cursor={_next_cursor(entered.api('GET', path, KEY).json())}"
        assert entered.api("GET", path, KEY).status_code == 200
        capsule = require_repeated(entered, other)
    assert len(requests(capsule)) == 3


def _next_cursor(page: Any) -> str:
    found = re.search(r'"next\w*": "([\w-]+)"', json.dumps(page))
    assert found, page
    return found[1]


def test_the_page_of_an_invoice_is_found_by_its_address(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.api("GET", f"/invoices/{SENT_INVOICE}", KEY)
        address = recorded(entered).content.decode().partition('"paymentUrl":"')[2].partition('"')[0]
        entered.api("GET", address.partition(entered.name)[2])
        assert recorded(entered).status == 200
        capsule = require_repeated(entered, other)
    assert requests(capsule) == [f"GET /invoices/{SENT_INVOICE}", "GET /i/${text_1}"]


def test_what_fell_due_by_itself_falls_due_again(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        line = {"productId": "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c02", "quantity": 1}
        schedule = {"customerId": CUSTOMER, "currency": "GBP", "lineItems": [line], "cadence": "Weekly"}
        now = entered.control("GET", "/clock").json()["now"]
        made = entered.api("POST", "/recurring-invoices", KEY, {**schedule, "startDate": now})
        assert made.status_code == 201, made.text
        entered.control("POST", "/clock/advance", {"duration": "P30D"})
        entered.control("PUT", "/clock", {"now": now})
        entered.api("GET", "/invoices", KEY)
        assert recorded(entered).content.count(b'"createdAt"') > 6
        require_repeated(entered, other)


@pytest.mark.parametrize("moves", [["P30W"], ["P8W", "P8W", "P1D"], ["P30W", "P30W", "P30W"]])
def test_more_falls_due_again_than_may_in_one_move(
    source: InProcess, other: InProcess, monkeypatch: pytest.MonkeyPatch, moves: list[str]
) -> None:
    monkeypatch.setattr(timekeeper, "DUES_AT_ONCE", 10)
    with scene(source) as entered:
        line = {"productId": "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c02", "quantity": 1}
        schedule = {"customerId": CUSTOMER, "currency": "GBP", "lineItems": [line], "cadence": "Weekly"}
        now = entered.control("GET", "/clock").json()["now"]
        for _ in range(2):
            assert entered.api("POST", "/recurring-invoices", KEY, {**schedule, "startDate": now}).status_code == 201
        for duration in moves:
            entered.control("POST", "/clock/advance", {"duration": duration})
        entered.api("GET", "/invoices", KEY)
        assert recorded(entered).content.count(b'"createdAt"') > 10
        require_repeated(entered, other)


def test_a_snapshot_is_where_a_world_began_that_was_restored(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.api("POST", "/customers", KEY, {"name": "Before"})
        code = entered.api("POST", "/auth/codes", KEY, {"userId": OLIVIA}).json()["code"]
        assert entered.control("POST", "/snapshots", {"name": "here"}).status_code == 201
        entered.api("POST", "/customers", KEY, {"name": "Forgotten"})
        assert entered.control("POST", "/snapshots/here/restore").status_code == 200
        entered.api("POST", "/auth/exchange", body={"code": code})
        assert recorded(entered).status == 200
        capsule = require_repeated(entered, other)
        assert requests(capsule) == ["POST /auth/exchange"]
        entered.api("POST", "/customers", KEY, {"name": "After"})
        entered.api("GET", "/customers", KEY)
        require_repeated(entered, other)


def test_a_scenario_that_was_sent_is_in_the_script(source: InProcess, other: InProcess) -> None:
    text = (SCENARIO_FOLDER / "guide.yaml").read_text(encoding="utf-8").replace("name: ", "name:  ")
    with scene(source, Start("", text, seed=5)) as entered:
        entered.api("GET", "/invoices", KEY)
        capsule = require_repeated(entered, other)
    assert capsule.start.text == text


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("HEAD", KEY, None),
        ("OPTIONS", {}, None),
        ("POST", {**KEY, "content-type": "application/json"}, b"\xff\xfe{"),
        ("POST", {**KEY, "content-type": "application/json"}, '{"name": "${text_1} é"}'.encode()),
        ("POST", {**KEY, "content-type": "text/plain"}, b"x"),
        ("POST", {**KEY, "content-type": "application/json"}, b""),
        ("POST", {**KEY, "content-type": "application/json"}, b" " * (1024 * 1024 + 1)),
        ("POST", bearer("${text_1}"), b"{}"),
    ],
)
def test_any_request_is_sent_again_as_it_came(
    source: InProcess, other: InProcess, method: str, headers: dict[str, str], body: bytes | None
) -> None:
    with scene(source) as entered:
        token_of(entered)
        entered.api(method, "/customers", headers, body)
        capsule = require_repeated(entered, other)
    assert body is None or len(body) < 1000 or capsule.steps[-1].body == Filler(len(body))


def test_a_file_is_uploaded_again(source: InProcess, other: InProcess) -> None:
    parts = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF\xff\0\r\n--b--\r\n'
    with scene(source) as entered:
        entered.api("POST", "/bills", {**KEY, "content-type": "multipart/form-data; boundary=b"}, parts)
        assert recorded(entered).status == 202
        require_repeated(entered, other)


def test_a_binary_body_gives_no_token_away(source: InProcess) -> None:
    with scene(source) as entered:
        token = token_of(entered)
        entered.api("POST", "/customers", {**KEY, "content-type": "text/plain"}, b"\xff" + token.encode())
        assert isinstance(entered.capsule().steps[-1].body, bytes)
        assert token.encode() not in entered.capsule().steps[-1].body  # type: ignore[operator]  # bytes, see above


def test_forgotten_changes_are_told_instead_of_a_script(other: InProcess) -> None:
    small = Scene(InProcess(journal_size=2), "default")
    for _ in range(3):
        small.api("GET", "/invoices", KEY)
    require_repeated(small, other)
    for _ in range(3):
        small.api("POST", "/customers", KEY, {"name": "A"})
    refused = small.control("GET", f"/journal/{small.last}/reproduce")
    assert (refused.status_code, refused.headers["x-mock-error-code"]) == (409, "Mock.NotRepeatable")
    assert "--journal-size" in refused.json()["detail"]


def test_a_journal_that_was_cleared_is_told_too(source: InProcess) -> None:
    with scene(source) as entered:
        entered.api("POST", "/customers", KEY, {"name": "A"})
        entered.mock.server.worlds.require(entered.name).journal.clear()
        entered.api("GET", "/customers", KEY)
        assert entered.control("GET", f"/journal/{entered.last}/reproduce").status_code == 409


def test_a_cursor_from_before_the_world_began_is_told(source: InProcess) -> None:
    with scene(source) as entered:
        cursor = _next_cursor(entered.api("GET", "/invoices?Limit=1", KEY).json())
        assert entered.control("POST", "/reset").status_code == 200
        entered.api("GET", f"/invoices?Cursor={cursor}", KEY)
        refused = entered.control("GET", f"/journal/{entered.last}/reproduce")
    assert (refused.status_code, refused.headers["x-mock-error-code"]) == (409, "Mock.NotRepeatable")
    assert "a cursor" in refused.json()["detail"]


def test_how_the_server_was_started_is_told_in_the_title() -> None:
    strict = Scene(InProcess(self_check=True), "default")
    strict.api("GET", "/invoices", KEY)
    assert "--self-check" in strict.capsule().title


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"delay": {"ms": 1}}, 201),
        ({"bytesPerSecond": 100_000}, 201),
        ({"status": 503}, 503),
        ({"status": 401, "after": True}, 401),
        ({"tooManyRequests": {"retryAfter": 7}}, 429),
        ({"tooManyRequests": {"retryAfter": 7, "as": "date"}, "after": True}, 429),
        ({"malformed": "truncated"}, 201),
        ({"malformed": "invalid"}, 201),
    ],
)
def test_a_fault_is_met_again(source: InProcess, other: InProcess, fault: dict[str, Any], status: int) -> None:
    with scene(source) as entered:
        assert entered.control("POST", "/faults", {"probability": 1, **fault}).status_code == 201
        entered.api("POST", "/customers", KEY, {"name": "A"})
        assert recorded(entered).status == status
        assert replayed(other, entered.capsule()).headers.get("retry-after") == recorded(entered).answer_headers.get(
            "retry-after"
        )
        require_repeated(entered, other)


def test_changes_of_requests_that_met_a_fault_are_made_again(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        entered.control("POST", "/faults", {"status": 503, "after": True, "count": 1})
        entered.control("POST", "/faults", {"status": 503, "count": 1})
        for name in ("Kept", "Lost", "Last"):
            entered.api("POST", "/customers", KEY, {"name": name})
        entered.api("GET", "/customers", KEY)
        capsule = require_repeated(entered, other)
    assert requests(capsule) == ["POST /customers", "POST /customers", "GET /customers"]


def test_a_closed_connection_is_told_instead_of_a_script(source: InProcess) -> None:
    with scene(source) as entered:
        entered.control("POST", "/faults", {"close": "before"})
        with pytest.raises(ConnectionClosedError):
            entered.api("GET", "/customers", KEY)
        refused = entered.control("GET", f"/journal/{entered.last}/reproduce")
    assert (refused.status_code, refused.headers["x-mock-error-code"]) == (409, "Mock.NotRepeatable")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/invoices", {"x-mock-error": "Mock.Unauthorized"}),
        ("/invoices", {"prefer": "code=403"}),
        ("/invoices?__code=403", {}),
        ("/invoices", {"x-mock-error": "Handoff.NoOrgAccess"}),
    ],
)
def test_an_answer_that_was_forced_is_forced_again(
    source: InProcess, other: InProcess, path: str, headers: dict[str, str]
) -> None:
    with scene(source) as entered:
        entered.api("GET", path, {**KEY, **headers})
        assert recorded(entered).status >= 400
        require_repeated(entered, other)


def test_records_of_another_contract_are_made_again() -> None:
    first, second = (InProcess(contract=str(SHOP), now=None, freeze=False) for _ in range(2))
    entered = Scene(first, "default")
    made = entered.api("POST", "/customers", KEY, {"name": "A"})
    operation = next(o for o in first.server.contract.operations.values() if o.method == "POST" and "{" not in o.path)
    entered.api("POST", operation.path, KEY, {})
    assert made.status_code != 500
    assert "--contract" in require_repeated(entered, second).title


def test_a_cursor_that_nobody_read_needs_no_source(source: InProcess, other: InProcess) -> None:
    with scene(source) as entered:
        cursor = _next_cursor(entered.api("GET", "/invoices?Limit=1", KEY).json())
        entered.control("POST", "/reset")
        entered.api("GET", f"/invoices?Cursor={cursor}", {**KEY, "prefer": "code=200"})
        require_repeated(entered, other)
        entered.api("GET", f"/invoices?Cursor={cursor}", {**KEY, "x-dolfin-api-key": "none"})
        require_repeated(entered, other)


def test_an_address_from_before_the_world_began_is_told_unless_it_leads_nowhere(
    source: InProcess, other: InProcess
) -> None:
    with scene(source) as entered:
        scenarios, own = SENT_INVOICE, sent_invoice(entered)
        pages = [page_of(entered, invoice) for invoice in (scenarios, own)]
        entered.control("POST", "/reset")
        entered.api("GET", pages[0])
        assert entered.control("GET", f"/journal/{entered.last}/reproduce").status_code == 409
        entered.api("GET", pages[1])
        assert recorded(entered).status == 404
        assert require_repeated(entered, other).steps[-1].path != pages[1]


def test_the_address_of_an_invoice_of_another_world_is_not_given_away(source: InProcess, other: InProcess) -> None:
    with scene(source) as first, scene(source) as entered:
        page = page_of(first, SENT_INVOICE)
        entered.api("GET", page)
        assert recorded(entered).status == 404
        assert page not in require_repeated(entered, other).steps[-1].path


def page_of(entered: Scene, invoice: str) -> str:
    """The path of the invoice's page without login."""
    return str(entered.api("GET", f"/invoices/{invoice}", KEY).json()["paymentUrl"]).partition(entered.name)[2]


def sent_invoice(entered: Scene) -> str:
    line = {"productId": "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c02", "quantity": 1}
    invoice = {"customerId": CUSTOMER, "currency": "GBP", "lineItems": [line]}
    made = str(entered.api("POST", "/invoices", KEY, invoice).json()["id"])
    assert entered.api("POST", f"/invoices/{made}/send", KEY, {}).status_code == 200
    return made


def test_webhooks_that_were_sent_are_told_in_the_title(source: InProcess) -> None:
    with scene(source) as entered:
        hook = {"url": "http://127.0.0.1:9/hook", "eventTypes": ["customer.created", "invoice.created", "invoice.sent"]}
        assert entered.api("POST", "/webhook-subscriptions", KEY, hook).status_code == 201
        sent_invoice(entered)
        assert "Webhooks" not in entered.capsule().title
        entered.control("POST", "/clock/advance", {"seconds": 1})
        assert "Webhooks were sent" in entered.capsule().title


def test_what_a_scenario_holds_was_made_at_one_moment(other: InProcess) -> None:
    ticks = iter(range(10_000_000))
    ticking = InProcess(wall=lambda: NOON + timedelta(seconds=next(ticks)), now=None, freeze=False, scenario="empty")
    entered = Scene(ticking, "default")
    entered.api("GET", "/organisations", KEY)
    entered.api("GET", "/clients", KEY)
    client = next(iter(ticking.server.worlds.default.store.all(CLIENTS)))
    assert client.created_at == ticking.server.worlds.default.origin.now
    require_repeated(entered, other)
