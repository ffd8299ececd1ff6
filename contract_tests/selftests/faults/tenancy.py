"""Faults of who may see and do what: clients, organisations, handoffs."""

from datetime import timedelta
from typing import Any

from contract_tests.selftests.acme import API_KEYS, ORGANISATION, USER
from contract_tests.selftests.breaking import changed, instead, member_made, refused, where
from contract_tests.selftests.fault_layer import Breaker
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer, problem_answer
from contract_tests.selftests.tokens import claims_of
from contract_tests.selftests.upstream import Upstream

_KEY = "x-dolfin-api-key"
_ORGANISATION = "x-dolfin-organisation-id"
_FOREIGN = {"id": "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293", "name": "Corner Bakery Ltd", "role": "Owner"}


def _by_any_key(request: Request, upstream: Upstream) -> Answer | None:
    """As whichever client may."""
    for key in API_KEYS:
        answer = upstream.send(request.with_header(_KEY, key))
        if answer.status in (200, 201):
            return answer
    return None


def _made_up_handoff(request: Request, upstream: Upstream) -> Answer | None:
    """A handoff in looks: whoever asked gets a code, with which they log in as themselves."""
    code = upstream.new_code(str(claims_of(request.bearer).get("sub")))
    if code is None:
        return None
    expires = (upstream.now() + timedelta(minutes=10)).isoformat()
    return json_answer(201, {"code": code, "sandboxUrl": "http://127.0.0.1/sandbox", "expiresAt": expires})


def _is_by_someone_outside(request: Request, upstream: Upstream) -> bool:
    """A handoff to an organisation that the caller is no member of."""
    if request.operation != "mintSandboxHandoff" or upstream.send(request).status != 201:
        return False
    me = upstream.call("GET", "/me", headers=[("authorization", f"Bearer {request.bearer}")])
    return request.member("organisationId") not in [entry["id"] for entry in me.member("organisations") or ()]


def _whole_session_for_a_handoff(request: Request, upstream: Upstream) -> Answer:
    """The session of a handoff code is the user's whole one."""
    known = upstream.memory.codes.get(str(request.member("code")))
    if request.operation != "exchangeAuthCode" or known is None or known[0].operation != "mintSandboxHandoff":
        return upstream.send(request)
    whole = upstream.new_session(str(claims_of(known[0].bearer).get("sub")))
    return whole or upstream.send(request)


def _unbound_handoff(request: Request, upstream: Upstream) -> Answer | None:
    """A handoff session may go where its user may."""
    if claims_of(request.bearer).get("organisation") is None:
        return None
    token = upstream.new_token(str(claims_of(request.bearer)["sub"]))
    return None if token is None else upstream.send(request.with_header("authorization", f"Bearer {token}"))


def _first_organisation(request: Request, upstream: Upstream) -> Answer | None:
    """The header is not needed: some organisation of the caller does."""
    for organisation in upstream.memory.owners:
        answer = upstream.send(request.with_header(_ORGANISATION, organisation))
        if answer.status == 200:
            return answer
    return None


def _always_the_same_organisation(request: Request, upstream: Upstream) -> Answer:
    """Whatever organisation is selected, the scenario's first answers, to any caller."""
    answer = upstream.send(request)
    if request.operation != "listInvoices" or answer.status != 200:
        return answer
    token = upstream.new_token(USER)
    as_member = request.with_header("authorization", f"Bearer {token}").with_header(_KEY, None)
    return upstream.send(as_member.with_header(_ORGANISATION, ORGANISATION))


def _users_of_all(request: Request, upstream: Upstream) -> Answer:
    """A list of users goes on with those of the client's other organisations."""
    answer = upstream.send(request)
    if request.operation != "listOrganisationUsers" or answer.status != 200 or request.query:
        return answer
    shown = {user["id"] for user in answer.member("data")}
    others = [
        {
            "id": user.member("userId"),
            "email": user.member("email"),
            "name": user.member("name"),
            "role": user.member("role"),
            "createdAt": upstream.now().isoformat(),
        }
        for user in list(upstream.memory.users.values())
        if user.member("userId") not in shown
    ]
    return answer.with_members(data=[*answer.member("data"), *others])


def _with_a_foreign_organisation(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of another client's, in the shape that the list has."""
    named = {"organisationId": _FOREIGN["id"], "organisationName": _FOREIGN["name"], "role": "Owner"}
    plain = {**_FOREIGN, "clientId": "d2345678-bcde-4f01-8345-789abcdef012"}
    return [*entries, named if entries and "organisationId" in entries[0] else plain]


def _name_of_another_client(request: Request, upstream: Upstream) -> Answer:
    """A user added again is told with the name that was given first, by whomever."""
    email = str(request.member("email")).lower()
    known = upstream.memory.users.get(email) if request.operation == "addOrganisationUser" else None
    answer = upstream.send(request)
    return answer if known is None or answer.status != 201 else answer.with_members(name=known.member("name"))


def _no_access(request: Request) -> Answer:
    return problem_answer(request, 403, "Handoff.NoOrgAccess")


def _shown_to_all_with_its_id(request: Request, upstream: Upstream) -> Answer:
    """Names the object that it shows: without that the generator cannot tell that two callers got the same one."""
    answer = instead(where("listOrganisationUsers", 404), _by_any_key)(request, upstream)
    if request.operation != "listOrganisationUsers" or answer.status != 200:
        return answer
    return answer.with_members(organisationId=request.path.split("/")[2])


def _reached_by_any_key(operation: str) -> Breaker:
    return instead(where(operation, 404), _by_any_key)


FAULTS = (
    Fault(
        "a code is minted for another client's user",
        instead(where("createAuthCode", 404), _by_any_key),
        ("rules::test_a_client_mints_no_code_for_another_clients_user",),
    ),
    Fault(
        "the users of another client's organisation are shown",
        _reached_by_any_key("listOrganisationUsers"),
        ("rules::test_a_client_does_not_list_the_users_of_anothers_organisation",),
    ),
    Fault(
        "an organisation is shown to any client that knows its id",
        _shown_to_all_with_its_id,
        ("rules::test_a_client_does_not_list_the_users_of_anothers_organisation",),
    ),
    Fault(
        "a user can be added to another client's organisation",
        _reached_by_any_key("addOrganisationUser"),
        ("rules::test_a_client_adds_nobody_to_anothers_organisation",),
    ),
    Fault(
        "membership is not checked at handoff",
        instead(where("mintSandboxHandoff", 403), _made_up_handoff),
        ("rules::test_somebody_who_is_no_member_mints_no_handoff",),
    ),
    Fault(
        "a handoff is possible to any client's organisation",
        instead(where("mintSandboxHandoff", 404), _made_up_handoff),
        ("rules::test_no_handoff_is_minted_for_an_organisation_that_does_not_exist",),
    ),
    Fault(
        "the portal Admin is refused a handoff",
        refused(_is_by_someone_outside, _no_access),
        ("rules::test_an_admin_of_the_client_mints_a_handoff_without_being_a_member",),
    ),
    Fault(
        "a handoff session covers all of the user's organisations",
        _whole_session_for_a_handoff,
        ("rules::test_a_handoff_session_covers_its_organisation_alone",),
    ),
    Fault(
        "a handoff session may mint for another organisation",
        instead(where("mintSandboxHandoff", 403), _unbound_handoff),
        ("rules::test_a_handoff_session_reaches_no_other_organisation_of_its_user",),
    ),
    Fault(
        "a handoff session may select another organisation",
        instead(where("listInvoices", 403), _unbound_handoff),
        ("rules::test_a_handoff_session_reaches_no_other_organisation_of_its_user",),
    ),
    Fault(
        "the organisation header is not needed",
        instead(where(code="Mock.MissingOrganisationHeader"), _first_organisation),
        ("rules::test_an_organisation_must_be_selected",),
    ),
    Fault(
        "an organisation that is not the caller's may be selected",
        instead(where(code="Mock.OrganisationNotAccessible"), _first_organisation),
        ("rules::test_a_user_cannot_select_an_organisation_without_membership",),
    ),
    Fault(
        "the organisation header is ignored: a list shows another's invoices",
        _always_the_same_organisation,
        ("journeys::test_the_five_steps_of_the_guide_lead_to_the_invoices",),
    ),
    Fault(
        "a list of users leaks those of other organisations",
        _users_of_all,
        ("rules::test_the_users_of_one_client_are_in_no_list_of_another",),
    ),
    Fault(
        "a session tells of another client's organisation",
        changed(where("exchangeAuthCode", 200), member_made("organisations", _with_a_foreign_organisation)),
        ("rules::test_a_session_shows_the_organisations_of_the_client_that_opened_it_alone",),
    ),
    Fault(
        "GET /me tells of another client's organisation",
        changed(where("getMe", 200), member_made("organisations", _with_a_foreign_organisation)),
        ("rules::test_me_shows_the_user_with_organisation_and_role",),
    ),
    Fault(
        "a user's name from another client is shown",
        _name_of_another_client,
        ("rules::test_adding_a_known_email_tells_nothing_that_another_client_said_of_it",),
    ),
)
