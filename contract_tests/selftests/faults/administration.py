"""Faults of organisations, roles, portals, invites and API keys."""

from dataclasses import replace

from contract_tests.credentials import ACME
from contract_tests.selftests.acme import API_KEYS
from contract_tests.selftests.breaking import Change, changed, instead, member, rewritten, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer
from contract_tests.selftests.upstream import Upstream

_KEY = "x-dolfin-api-key"
_MADE_KEY = "dol_live_"


def _as_the_backend(request: Request, upstream: Upstream) -> Answer | None:
    return upstream.send(request.with_header("authorization", None).with_header(_KEY, API_KEYS[0]))


def _although_it_ended(request: Request, upstream: Upstream) -> Answer | None:
    """A key that was made once is good for ever."""
    return _as_the_backend(request, upstream) if (request.header(_KEY) or "").startswith(_MADE_KEY) else None


def _added_by_the_backend(request: Request, upstream: Upstream) -> Answer | None:
    organisation = request.header("x-dolfin-organisation-id")
    path = f"/organisations/{organisation}/users"
    return upstream.call("POST", path, json_body=request.json, headers=[(_KEY, API_KEYS[0])])


def _told_and_not_done(request: Request, upstream: Upstream) -> Answer:
    """Whatever role is asked for, Member is given, and the asked one is told."""
    if request.operation != "changeUserRole":
        return upstream.send(request)
    answer = upstream.send(request.with_members(role="Member"))
    return answer.with_members(role=request.member("role")) if answer.status == 200 else answer


def _without_expiry(request: Request) -> Request:
    return request.with_members(expiresAt=None)


def _of_the_own_client(request: Request) -> Request:
    return replace(request, target=f"/clients/{ACME.client_id}")


def _done(status: int) -> Change:
    """As if it had been performed."""
    return lambda _: json_answer(status, {})


FAULTS = (
    Fault(
        "a revoked API key still works",
        instead(where("listIndustries", 401), _although_it_ended),
        ("rules::test_a_key_works_from_its_making_to_its_revoking",),
    ),
    Fault(
        "an expired API key still works",
        instead(where("listIndustries", 401), _although_it_ended),
        ("rules::test_a_key_expires_on_time",),
    ),
    Fault(
        "an API key can be revoked again",
        changed(where(code="Mock.InvalidState"), _done(204)),
        ("rules::test_a_key_is_revoked_once",),
    ),
    Fault(
        "an expiry in the past is overlooked",
        rewritten("createApiKey", _without_expiry),
        ("rules::test_a_key_that_would_be_over_is_not_made",),
    ),
    Fault(
        "any session makes API keys",
        instead(where("createApiKey", 403), _as_the_backend),
        ("rules::test_who_is_no_admin_of_the_client_neither_makes_nor_revokes_keys",),
    ),
    Fault(
        "a mere member adds users",
        instead(where("addUser", code="Mock.NotAdministrator"), _added_by_the_backend),
        ("rules::test_a_mere_member_adds_nobody",),
    ),
    Fault(
        "a changed role is told and not given",
        _told_and_not_done,
        ("rules::test_a_changed_role_acts_at_once",),
    ),
    Fault(
        "the only Owner is demoted",
        changed(where("changeUserRole", code="Mock.LastOwner"), _done(200)),
        ("rules::test_the_only_owner_cannot_be_demoted",),
    ),
    Fault(
        "the only Owner of a client is demoted",
        changed(where("changeClientMemberRole", code="Mock.LastOwner"), _done(200)),
        ("rules::test_the_only_owner_of_a_client_cannot_be_demoted",),
    ),
    Fault(
        "a mere member changes the organisation",
        instead(where("patchOrganisation", 403), _as_the_backend),
        ("rules::test_a_mere_member_does_not_change_the_organisation",),
    ),
    Fault(
        "a patch forgets what it does not name",
        changed(where("patchOrganisation", 200), member("phone", None)),
        ("rules::test_a_patch_changes_what_it_names_and_nothing_else",),
    ),
    Fault(
        "any client id is taken for the caller's own",
        rewritten("patchClient", _of_the_own_client),
        ("rules::test_another_client_is_like_none",),
    ),
    Fault(
        "an invite is for whoever has its token",
        changed(where("acceptClientInvite", code="Mock.EmailNotInvited"), _done(200)),
        ("rules::test_another_address_does_not_accept_the_invite",),
    ),
    Fault(
        "an invite never ends",
        changed(where("acceptClientInvite", code="Mock.InviteExpired"), _done(200)),
        ("rules::test_an_invite_lives_a_week",),
    ),
    Fault(
        "the portal is left out of GET /me",
        changed(where("getMe", 200), member("clients", [])),
        ("rules::test_whoever_accepts_has_the_role",),
    ),
)
