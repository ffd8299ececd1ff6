"""Faults of organisations and their users."""

from contract_tests.selftests.acme import API_KEYS
from contract_tests.selftests.breaking import changed, instead, member, rewritten, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, problem_answer
from contract_tests.selftests.upstream import Upstream

_ADD = "addOrganisationUser"


def _duplicate(request: Request, upstream: Upstream) -> Answer:
    """A known email makes a new account, which is told under the known email."""
    email = request.member("email")
    known = request.operation == _ADD and isinstance(email, str) and email.lower() in upstream.memory.users
    if not known:
        return upstream.send(request)
    upstream.memory.counts["duplicates"] += 1
    other = f"duplicate-{upstream.memory.counts['duplicates']}-{email}"
    answer = upstream.send(request.with_members(email=other))
    return answer.with_members(email=email) if answer.status == 201 else answer


def _duplicate_by_spelling(request: Request, upstream: Upstream) -> Answer:
    """An email in other letters is another person."""
    email = request.member("email")
    if request.operation != _ADD or not isinstance(email, str) or email == email.lower():
        return upstream.send(request)
    answer = upstream.send(request.with_members(email=f"spelt-{email}"))
    return answer.with_members(email=email) if answer.status == 201 else answer


def _as_before(request: Request, upstream: Upstream) -> Answer | None:
    return upstream.memory.users.get(str(request.member("email")).lower())


def _without_role(request: Request) -> Request:
    body = request.json
    return request.with_json({n: v for n, v in body.items() if n != "role"}) if isinstance(body, dict) else request


def _with_a_known_industry(request: Request, upstream: Upstream) -> Answer | None:
    keys = [("x-dolfin-api-key", API_KEYS[0])]
    industries = upstream.call("GET", "/industries", headers=keys).member("data")
    return upstream.send(request.with_members(industryId=industries[0]["id"]))


def _not_found_while_empty(request: Request, upstream: Upstream) -> Answer:
    """An organisation without users is as if it were not there."""
    answer = upstream.send(request)
    empty = request.operation == "listOrganisationUsers" and answer.member("data") == []
    return problem_answer(request, 404, "Organisation.NotFound") if empty else answer


def _added_all_the_same(request: Request, upstream: Upstream) -> Answer:
    """What is refused as invalid is done all the same: the user is there afterwards."""
    answer = upstream.send(request)
    if request.operation == _ADD and answer.status == 409:
        upstream.send(request.with_members(email=f"again-{request.member('email')}"))
    return answer


FAULTS = (
    Fault(
        "a known email makes a second account",
        _duplicate,
        ("rules::test_a_known_email_is_the_same_user_in_another_organisation",),
    ),
    Fault(
        "an email in capitals is another person",
        _duplicate_by_spelling,
        ("rules::test_an_email_is_the_same_in_capitals",),
    ),
    Fault(
        "adding a member again is no conflict",
        instead(where(_ADD, 409), _as_before),
        ("rules::test_a_member_cannot_be_added_again",),
    ),
    Fault(
        "a refused addition adds someone all the same",
        _added_all_the_same,
        ("rules::test_a_refused_addition_leaves_the_list_as_it_was",),
    ),
    Fault(
        "the role that was asked for is not given",
        rewritten(_ADD, _without_role),
        ("rules::test_a_role_that_is_sent_along_is_given",),
    ),
    Fault(
        "an industry that does not exist is accepted",
        instead(where(code="Mock.IndustryNotFound"), _with_a_known_industry),
        ("rules::test_an_organisation_needs_an_industry_that_exists",),
    ),
    Fault(
        "an organisation without users is not found",
        _not_found_while_empty,
        ("rules::test_a_new_organisation_has_no_users",),
    ),
    Fault(
        "the name of a user gets lost",
        changed(where(_ADD, 201), member("name", "Someone")),
        ("rules::test_an_added_user_is_a_member",),
    ),
)
