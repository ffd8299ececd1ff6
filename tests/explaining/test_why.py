"""Why a request was answered as it was: the real cause, and what would have satisfied it."""

import pytest

from mock_server.catalogue import CODES
from mock_server.domain.behaviour import Behaviour, Fidelity
from mock_server.explaining import why
from mock_server.http_api.forcing import Forcing
from mock_server.http_api.pipeline import Pipeline
from mock_server.http_api.validate import RequestMatcher
from mock_server.reproductions.known import reproduction
from tests.asgi import (
    ACME,
    ADAM,
    ALICE,
    BRIGHTSIDE,
    CORNER_BAKERY,
    CORNER_KEY,
    OLIVIA,
    InProcess,
    sent_raw,
)
from tests.explaining.asking import help_of, outcomes, saw, why_of_last
from tests.explaining.test_every_refusal import performed_in
from tests.reproductions.performing import contract

ROUTE, AUTHENTICATE, SELECT, MATCH, PERFORM = (
    "route",
    "authenticate",
    "select organisation",
    "match the contract",
    "perform",
)

CAUSES = [
    ("createAuthCode", "User.MissingUserId", MATCH, ["body /userId: is required"], []),
    ("createAuthCode", "User.NotInClient", PERFORM, ["norah@example.com", "a member of: none"], ["alice@acmeplumbing"]),
    ("mintSandboxHandoff", "Handoff.MissingOrganisationId", MATCH, ["body /organisationId: is required"], []),
    (
        "mintSandboxHandoff",
        "Handoff.NoOrgAccess",
        PERFORM,
        ["Brightside Electrical Ltd", "no member of it"],
        ["olivia@acme-platform.example (Owner)", "Admins and Owners of client Acme Platform"],
    ),
    ("mintSandboxHandoff", "Organisation.NotFound", PERFORM, ["No organisation of the world"], ["Acme Plumbing Ltd"]),
    ("exchangeAuthCode", "Mock.AuthCodeExpired", PERFORM, ["minted by request #1", "expired at"], []),
    ("exchangeAuthCode", "Mock.AuthCodeUsed", PERFORM, ["by request #2", "alice@acmeplumbing.co.uk"], []),
    ("exchangeAuthCode", "Mock.AuthCodeUnknown", PERFORM, ["is no JWT"], []),
    ("listInvoices", "Mock.Unauthorized", AUTHENTICATE, ["No credential was sent"], []),
    ("listInvoices", "Mock.MissingOrganisationHeader", SELECT, ["was not sent"], ["Acme Plumbing Ltd"]),
    (
        "listInvoices",
        "Mock.OrganisationNotAccessible",
        SELECT,
        ["Corner Bakery Ltd", "client Corner Platform", "another client"],
        ["carol@cornerbakery.example (Owner)", "Acme Plumbing Ltd"],
    ),
    ("createInvoice", "Mock.InvalidRequest", MATCH, ["application/json"], []),
    ("createInvoice", "Mock.PayloadTooLarge", MATCH, ["over the limit"], []),
    ("createInvoice", "Mock.UnsupportedMediaType", MATCH, ["text/plain"], []),
    ("listInvoices", "Mock.InvalidCursor", PERFORM, ["No answer in the journal has the cursor"], []),
    ("getInvoice", "Invoice.NotFound", PERFORM, ["path id: nothing in the world has the id"], []),
    ("createSupplierCreditNote", "Bill.NotFound", PERFORM, ["body /originalBillId: nothing in the world"], []),
    ("chatWithArAgent", "Conversation.Forbidden", PERFORM, ["agent.conversations", "It was begun by"], []),
    ("chatWithArAgent", "Agent.MissingMessage", MATCH, ["body /message: is required"], []),
    ("patchClient", "Member.Forbidden", PERFORM, ["no portal role"], ["adam@acme-platform.example (Admin)"]),
    ("replaceOrganisation", "Mock.NotAdministrator", PERFORM, ["as Member"], ["bob@acmeplumbing.co.uk (Member)"]),
    ("changeClientMemberRole", "Mock.NotOwner", PERFORM, ["is Admin"], ["olivia@acme-platform.example (Owner)"]),
    ("changeClientMemberRole", "Mock.LastOwner", PERFORM, ["An API key acts as an Owner"], ["(Owner)"]),
    ("addOrganisationUser", "Mock.AlreadyMember", PERFORM, ["Acme Plumbing Ltd", "as Member"], []),
    ("recordInvoicePayment", "Mock.AmountExceedsOutstanding", PERFORM, ["/amount 541", "outstanding 540"], []),
    ("recordInvoicePayment", "Mock.AmountTooPrecise", PERFORM, ["/amount 0.001", "currency GBP"], []),
    ("recordInvoicePayment", "Mock.InvalidState", PERFORM, ["in invoices with status"], []),
    ("createInvoice", "Mock.CurrencyMismatch", PERFORM, ["/currency EUR", "currency GBP"], []),
    ("createInvoice", "Mock.DatesOutOfOrder", PERFORM, ["body /dueDate 2025-01-01"], []),
    ("createInvoice", "Mock.NumberTaken", PERFORM, ["The documentNumber INV-0001 is that of"], []),
    ("createApprovalPolicy", "Mock.AmountsOutOfOrder", PERFORM, ["/amountGte 100", "/amountLte 50"], []),
    ("acceptClientInvite", "Mock.InviteUsed", PERFORM, ["It was accepted at", "by request #"], []),
    ("acceptClientInvite", "Mock.InviteExpired", PERFORM, ["expired at"], []),
    ("acceptClientInvite", "Mock.EmailNotInvited", PERFORM, ["verifies another address"], []),
    ("createApiKey", "Mock.ExpiryInPast", PERFORM, ["clock showed 2026-01-15T12:00:00Z"], []),
    ("createOrganisation", "Mock.IndustryNotFound", PERFORM, ["none of the world"], ["Plumbing & HVAC"]),
    ("validateBill", "Mock.BillInvalid", PERFORM, ["in bills with state"], []),
    ("applySupplierCreditNote", "Mock.SupplierMismatch", PERFORM, ["linked to no supplier"], []),
]


@pytest.mark.parametrize(("operation_id", "code", "step", "seen", "helps"), CAUSES)
def test_a_refusal_names_its_cause_and_its_remedy(
    operation_id: str, code: str, step: str, seen: list[str], helps: list[str]
) -> None:
    mock = InProcess(seed=1)
    told = why_of_last(mock, performed_in(mock, reproduction(contract(), operation_id, code)))
    assert (told["errorCode"], told["remedy"]) == (code, CODES[code].remedy)
    assert outcomes(told)[step] == "refused"
    for part in seen:
        assert part in saw(told, step)
    for part in helps:
        assert part in help_of(told)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("expired", "It expired at 2025-06-01T20:00:00Z, 0:00:01 before the request."),
        ("code", "It is no session token: exchange an auth code (POST /auth/exchange) for one."),
        ("altered", "Its signature is not this server's: it was altered, or signed with another key."),
        ("text", ", is no JWT."),
    ],
)
def test_the_cause_says_what_is_wrong_with_a_session_token(mock: InProcess, kind: str, cause: str) -> None:
    token = mock.login(ALICE)
    sent = {"expired": token, "code": mock.code(ALICE), "altered": f"{token[:-4]}AAAA", "text": "a-token"}[kind]
    if kind == "expired":
        mock.advance(8 * 3600 + 1)
    mock.with_token(sent, "GET", "/me")
    told = why_of_last(mock)
    assert told["cause"].endswith(cause)
    assert told["cause"].startswith("The session token is not valid")


def test_the_cause_says_that_a_credential_is_of_the_wrong_kind(mock: InProcess) -> None:
    mock.with_token(mock.login(ALICE), "POST", "/auth/codes", json={"userId": ALICE})
    assert why_of_last(mock)["cause"].endswith("What was sent is a session token, which the operation does not take.")


def test_schema_failures_are_told_one_by_one(mock: InProcess) -> None:
    mock.with_key("POST", "/invoices", headers={"x-dolfin-organisation-id": ACME}, json={"lineItems": 3})
    refused = next(step for step in why_of_last(mock)["steps"] if step["outcome"] == "refused")
    assert refused["failures"] == [
        "body /customerId: is required",
        "body /currency: is required",
        'body /lineItems: the value is not of type "array"',
    ]


def test_a_rule_is_named_with_what_it_says(mock: InProcess) -> None:
    mock.handoff(mock.login(ALICE), BRIGHTSIDE)
    refused = next(step for step in why_of_last(mock)["steps"] if step["outcome"] == "refused")
    assert refused["rule"] == "require_handoff_access"
    assert refused["ruleSays"].startswith("The caller is a member of the organisation")


def test_a_success_tells_what_each_step_saw(mock: InProcess) -> None:
    token = mock.login(ALICE)
    mock.with_token(token, "GET", "/invoices?limit=1", organisation=ACME)
    told = why_of_last(mock)
    assert set(outcomes(told).values()) == {"passed"}
    assert told["remedy"] is None
    assert "alice@acmeplumbing.co.uk" in saw(told, AUTHENTICATE)
    assert "member of it, as Member" in saw(told, SELECT)
    assert "query limit" in saw(told, MATCH)
    assert "fidelity rules" in saw(told, PERFORM)


def test_an_unknown_key_is_told_from_a_revoked_and_an_expired_one(mock: InProcess) -> None:
    mock.with_key("GET", "/industries", key="dol_live_ABC123")
    assert "differs from it in case or blanks" in saw(why_of_last(mock), AUTHENTICATE)
    made = mock.with_key("POST", "/api-keys", json={"expiresAt": "2025-06-01T13:00:00Z"}).json()
    mock.with_key("GET", "/industries", key=made["rawKey"])
    assert "expires at 2025-06-01T13:00:00Z, 1:00:00 after the request" in saw(why_of_last(mock), AUTHENTICATE)
    mock.advance(3700)
    mock.with_key("GET", "/industries", key=made["rawKey"])
    assert "expired at 2025-06-01T13:00:00Z, 0:01:40 before the request" in saw(why_of_last(mock), AUTHENTICATE)
    other = mock.with_key("POST", "/api-keys", json={}).json()
    mock.with_key("POST", f"/api-keys/{other['id']}/revoke")
    mock.with_key("GET", "/industries", key=other["rawKey"])
    assert "was revoked at 2025-06-01T13:01:40Z, by request #" in saw(why_of_last(mock), AUTHENTICATE)


def test_a_session_token_is_told_from_an_ended_an_altered_and_a_foreign_one(mock: InProcess) -> None:
    token, code = mock.login(ALICE), mock.code(ALICE)
    mock.with_token(token[:-4] + "AAAA", "GET", "/me")
    assert "signature is not this server's" in saw(why_of_last(mock), AUTHENTICATE)
    mock.with_token(code, "GET", "/me")
    assert "no session token: exchange an auth code" in saw(why_of_last(mock), AUTHENTICATE)
    mock.with_token("letmein", "GET", "/me")
    assert "is no JWT" in saw(why_of_last(mock), AUTHENTICATE)
    mock.request("POST", "/__mock__/worlds", json={"name": "other"})
    mock.with_token(token, "GET", "/w/other/me")
    assert "of another world than other" in saw(why_of_last(mock, "other"), AUTHENTICATE)
    mock.advance(8 * 3600 + 60)
    mock.with_token(token, "GET", "/me")
    assert "expired at 2025-06-01T20:00:00Z, 0:01:00 before the request" in saw(why_of_last(mock), AUTHENTICATE)
    mock.with_key("GET", "/me")
    assert "which the operation does not take" in saw(why_of_last(mock), AUTHENTICATE)
    headers = [(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")]
    sent_raw(mock, "GET", "/me", headers)
    assert "was sent 2 times" in saw(why_of_last(mock), AUTHENTICATE)


def test_memberships_are_told_as_they_were(mock: InProcess) -> None:
    token = mock.login(ALICE)
    mock.handoff(token, BRIGHTSIDE)
    path = f"/organisations/{BRIGHTSIDE}/users"
    added = mock.with_key("POST", path, json={"email": "alice@acmeplumbing.co.uk", "name": "A", "role": "Member"})
    assert added.status_code == 201, added.text
    told = mock.request("GET", "/__mock__/journal/3/why").json()
    assert "no member of it" in saw(told, PERFORM)
    assert "Brightside" not in saw(told, AUTHENTICATE)
    assert "alice@acmeplumbing.co.uk (Member)" in help_of(told)


def test_a_record_of_another_organisation_is_found(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": BRIGHTSIDE}
    mock.with_key("GET", "/invoices/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01", headers=headers)
    told = saw(why_of_last(mock), PERFORM)
    assert "of another organisation of the same client: organisation Acme Plumbing Ltd" in told
    mock.with_key("GET", "/invoices/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b11", headers=headers)
    assert "of another client's organisation Corner Bakery Ltd" in saw(why_of_last(mock), PERFORM)


def test_a_record_that_was_deleted_is_told_as_such(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": ACME}
    policy = {"name": "Small bills", "action": "AlwaysReview"}
    made = mock.with_key("POST", "/ap/approval-policies", headers=headers, json=policy).json()
    deleted = mock.with_key("DELETE", f"/ap/approval-policies/{made['id']}", headers=headers)
    assert deleted.status_code < 300, deleted.text
    mock.with_key("GET", f"/ap/approval-policies/{made['id']}", headers=headers)
    assert "was deleted at 2025-06-01T12:00:00Z, by request #2" in saw(why_of_last(mock), PERFORM)


def test_a_handoff_session_is_told_to_cover_one_organisation(mock: InProcess) -> None:
    session = mock.exchange(mock.handoff(mock.login(OLIVIA), ACME).json()["code"]).json()["token"]
    mock.with_token(session, "GET", "/invoices", organisation=BRIGHTSIDE)
    told = why_of_last(mock)
    assert "began with a handoff: it covers organisation Acme Plumbing Ltd" in saw(told, AUTHENTICATE)
    assert "handoff to another organisation" in saw(told, SELECT)


def test_a_user_of_another_client_is_told(mock: InProcess) -> None:
    mock.with_key("POST", "/auth/codes", key=CORNER_KEY, json={"userId": ADAM})
    assert "adam@acme-platform.example" in saw(why_of_last(mock), PERFORM)
    mock.with_key("GET", "/invoices", key=CORNER_KEY, headers={"x-dolfin-organisation-id": ACME})
    assert "another client" in saw(why_of_last(mock), SELECT)
    mock.with_key("GET", "/invoices", headers={"x-dolfin-organisation-id": CORNER_BAKERY[:-1] + "0"})
    assert "No organisation of the world has the id" in saw(why_of_last(mock), SELECT)


def test_a_cursor_of_another_list_is_traced(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": ACME}
    page = mock.with_key("GET", "/invoices?Limit=1", headers=headers).json()
    mock.with_key("GET", f"/customers?Cursor={page['meta']['cursors']['next']}", headers=headers)
    assert "of another list or filter: request #1, /invoices?Limit=1" in saw(why_of_last(mock), PERFORM)


def test_an_answer_that_was_asked_for_says_so(mock: InProcess) -> None:
    mock.with_key("GET", "/industries", headers={"prefer": "code=401"})
    told = why_of_last(mock)
    assert outcomes(told) == {
        ROUTE: "passed",
        "forced": "answered",
        AUTHENTICATE: "not reached",
        SELECT: "not reached",
        MATCH: "not reached",
        PERFORM: "not reached",
    }
    assert "prefer: code=401" in saw(told, "forced")
    assert told["remedy"] is None
    mock.with_key("GET", "/industries", headers={"x-mock-error": "Nothing.Known"})
    assert outcomes(why_of_last(mock))["forced"] == "refused"


def test_text_is_for_people(mock: InProcess) -> None:
    mock.handoff(mock.login(ALICE), BRIGHTSIDE)
    for answer in (
        mock.request("GET", "/__mock__/journal/3/why?as=text"),
        mock.request("GET", "/__mock__/journal/3/why", headers={"accept": "text/plain, */*"}),
    ):
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.startswith("#3 POST /auth/sandbox-handoff -> 403 Handoff.NoOrgAccess")
        assert "What would have satisfied it: Call as a member" in answer.text
    assert mock.request("GET", "/__mock__/journal/3/why").headers["content-type"] == "application/json"


def test_it_changes_nothing_to_ask_why(mock: InProcess) -> None:
    mock.handoff(mock.login(ALICE), BRIGHTSIDE)
    world = mock.server.worlds.default
    before = (world.store.changes, world.ids.drawn, len(world.journal))
    why_of_last(mock)
    assert (world.store.changes, world.ids.drawn, len(world.journal)) == before


def test_a_fault_in_place_of_the_operation_says_so(mock: InProcess) -> None:
    made = mock.request("POST", "/__mock__/faults", json={"operations": ["listIndustries"], "status": 503})
    assert made.status_code == 201, made.text
    mock.with_key("GET", "/industries")
    told = why_of_last(mock)
    assert (outcomes(told)["fault"], outcomes(told)[PERFORM]) == ("answered", "not reached")
    assert "503" in saw(told, "fault")


def test_a_fault_of_the_mock_is_told_where_it_happened(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(mock.server.behaviours, "listIndustries", Behaviour(failing, Fidelity.RULES))
    assert mock.with_key("GET", "/industries").status_code == 500
    told = why_of_last(mock)
    assert (told["errorCode"], outcomes(told)[PERFORM]) == ("Mock.InternalError", "refused")
    assert "its log has the traceback" in saw(told, PERFORM)


def test_an_answer_that_its_check_refused_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = InProcess(self_check=True)
    wrong = Behaviour(lambda *_: {"no": "list"}, Fidelity.RULES)
    monkeypatch.setitem(mock.server.behaviours, "listIndustries", wrong)
    assert mock.with_key("GET", "/industries").status_code == 500
    told = why_of_last(mock)
    assert (outcomes(told)[PERFORM], outcomes(told)["self-check"]) == ("passed", "refused")
    assert "does not match the contract" in saw(told, "self-check")


def test_a_public_page_is_explained_without_its_token(mock: InProcess) -> None:
    headers = {"x-dolfin-organisation-id": ACME}
    invoices = mock.with_key("GET", "/invoices", headers=headers).json()["data"]
    token = next(each["paymentUrl"] for each in invoices if each["paymentUrl"]).rpartition("/")[2]
    mock.request("GET", f"/i/{token[:-1]}x")
    told = why_of_last(mock)
    assert "found by its whole token" in saw(told, PERFORM)
    assert token[:-1] not in str(told)
    entries = mock.request("GET", "/__mock__/journal").text
    whole = mock.request("GET", "/__mock__/journal/2").text
    assert token[:-1] not in entries + whole


def test_every_step_of_the_pipeline_is_told() -> None:
    pipeline = Pipeline(contract(), {}, RequestMatcher(contract()), Forcing(contract()))
    assert [step.__name__ for step in pipeline.steps] == list(why.STEPS)
