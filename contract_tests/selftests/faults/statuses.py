"""Faults of statuses, error codes and problem details."""

from contract_tests.selftests.breaking import Change, changed, header, instead, member, status, where, without
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request
from contract_tests.selftests.upstream import Upstream

_CODE = "x-mock-error-code"


def _with_the_sent_key(request: Request, upstream: Upstream) -> Answer | None:
    """The refusal of an unknown key quotes it."""
    answer = upstream.send(request)
    return answer.with_members(detail=f"{answer.member('detail')} ({request.header('x-dolfin-api-key')})")


def _to_status(becomes: int) -> Change:
    """Status line and body agree: only the number is wrong."""
    return lambda answer: member("status", becomes)(status(becomes)(answer))


FAULTS = (
    Fault(
        "a new code is answered 200 instead of 201",
        changed(where("createAuthCode", 201), status(200)),
        ("rules::test_a_minted_code_says_when_it_expires",),
    ),
    Fault(
        "a new organisation is answered 202",
        changed(where("createOrganisation", 201), status(202)),
        ("rules::test_a_new_organisation_is_answered_in_full",),
    ),
    Fault(
        "a new organisation is answered 204",
        changed(where("createOrganisation", 201), status(204)),
        ("rules::test_a_new_organisation_is_answered_in_full",),
    ),
    Fault(
        "a user of no organisation of the client is 403 instead of 404",
        changed(where("createAuthCode", 404), _to_status(403)),
        ("rules::test_a_code_is_not_minted_for_a_user_who_does_not_exist",),
    ),
    Fault(
        "a handoff without access is 404 instead of 403",
        changed(where("mintSandboxHandoff", 403), _to_status(404)),
        ("rules::test_somebody_who_is_no_member_mints_no_handoff",),
    ),
    Fault(
        "another client's organisation is 403 instead of 404",
        changed(where("listOrganisationUsers", 404), _to_status(403)),
        ("rules::test_a_client_does_not_list_the_users_of_anothers_organisation",),
    ),
    Fault(
        "a missing credential is 403 instead of 401",
        changed(where(status=401), _to_status(403)),
        ("rules::test_a_call_without_a_credential_is_refused",),
    ),
    Fault(
        "a used code is 410 instead of 400",
        changed(where(code="Mock.AuthCodeUsed"), _to_status(410)),
        ("rules::test_a_code_works_once",),
    ),
    Fault(
        "a missing user id has a wrong error code",
        changed(where(code="User.MissingUserId"), header(_CODE, "Mock.InvalidRequest")),
        ("rules::test_a_code_is_not_minted_without_a_user_id",),
    ),
    Fault(
        "an expired code is told as used",
        changed(where(code="Mock.AuthCodeExpired"), header(_CODE, "Mock.AuthCodeUsed")),
        ("rules::test_a_code_is_refused_from_the_second_it_expires",),
    ),
    Fault(
        "a refusal is sent as application/json",
        changed(where(status=404), header("content-type", "application/json")),
        ("rules::test_a_documented_refusal_has_the_shape_of_all",),
    ),
    Fault(
        "a refusal carries a stack trace",
        changed(where(status=400), member("trace", "Dolfin.Api line 42")),
        ("rules::test_a_code_is_not_minted_without_a_user_id",),
    ),
    Fault(
        "a refusal quotes the credential that was sent",
        instead(where(status=401), _with_the_sent_key),
        ("rules::test_a_refusal_does_not_repeat_what_was_sent",),
    ),
    Fault(
        "the body of a refusal names another status",
        changed(where(status=404), member("status", 400)),
        ("rules::test_a_documented_refusal_has_the_shape_of_all",),
    ),
    Fault(
        "the status in a refusal is text",
        changed(where(status=400), member("status", "bad")),
        ("rules::test_a_code_is_not_minted_without_a_user_id",),
    ),
    Fault(
        "a refusal has no title and no detail",
        changed(where(status=404), without(("title", "detail"))),
        ("rules::test_a_documented_refusal_has_the_shape_of_all",),
    ),
)
