"""Faults of what comes in: the invalid accepted, the valid refused, the odd not survived."""

import json
from dataclasses import replace
from typing import Any

from contract_tests.selftests.acme import USER
from contract_tests.selftests.breaking import instead, refused, rewritten, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer, problem_answer
from contract_tests.selftests.upstream import Upstream

_INVALID = "Mock.InvalidRequest"
_CREATE = "createOrganisation"
_ADD = "addOrganisationUser"


def _as_json(request: Request, upstream: Upstream) -> Answer | None:
    """The content type is not looked at."""
    return upstream.send(request.with_header("content-type", "application/json"))


def _read_leniently(request: Request, upstream: Upstream) -> Answer | None:
    """A JSON reader that takes the last of two equal members, and NaN."""
    body = request.json
    if not isinstance(body, dict) or json.dumps(body) == request.body.decode("utf-8", "replace"):
        return None
    return upstream.send(request.with_json({name: _finite(value) for name, value in body.items()}))


def _finite(value: Any) -> Any:
    return 0 if isinstance(value, float) else value


def _shortened(request: Request, upstream: Upstream) -> Answer | None:
    """No limit: what is too long is taken for what it means."""
    body = request.json
    if not isinstance(body, dict):
        return None
    short = {name: value[:100] if isinstance(value, str) else None for name, value in body.items()}
    return upstream.send(request.with_json(short))


def _organisation_all_the_same(request: Request, upstream: Upstream) -> Answer | None:
    """Members that are wrong are replaced by something."""
    keys = [("x-dolfin-api-key", str(request.header("x-dolfin-api-key")))]
    industries = upstream.call("GET", "/industries", headers=keys).member("data")
    body = request.member("name")
    named = body if isinstance(body, str) and body else "Unnamed"
    good = request.with_json({"name": named, "industryId": industries[0]["id"]})
    return upstream.send(good.with_header("content-type", "application/json"))


def _email_all_the_same(request: Request, upstream: Upstream) -> Answer | None:
    """What is no email address is made one."""
    email = request.member("email")
    if not isinstance(email, str):
        return None
    upstream.memory.counts["emails"] += 1
    mended = request.with_members(email=f"mended-{upstream.memory.counts['emails']}@example.com")
    return upstream.send(mended)


def _some_user(request: Request, upstream: Upstream) -> Answer | None:
    """Whoever was asked for last, else a user of the scenario."""
    minted = [str(minting.member("userId")) for minting, _ in upstream.memory.codes.values()]
    return upstream.send(request.with_members(userId=[USER, *minted][-1]))


def _is_named_with(characters: str) -> Any:
    def applies(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (the conditions' shape)
        name = request.member("name")
        return request.operation == _CREATE and isinstance(name, str) and any(c in characters for c in name)

    return applies


def _is_beyond_ascii(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    name = request.member("name")
    return request.operation in (_CREATE, _ADD) and isinstance(name, str) and not name.isascii()


def _has_no_uuid(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    selected = request.header("x-dolfin-organisation-id")
    return request.operation == "listInvoices" and selected is not None and len(selected) != 36


def _is_no_object(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    return request.operation == "createAuthCode" and bool(request.body) and not isinstance(request.json, dict)


def _has_null_user(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    body = request.json
    return request.operation == "createAuthCode" and isinstance(body, dict) and body.get("userId", "") is None


def _has_unknown_member(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    body = request.json
    known = {"userId", "organisationId"}
    return request.operation == "createAuthCode" and isinstance(body, dict) and not set(body) <= known


def _invalid(request: Request) -> Answer:
    return problem_answer(request, 400, _INVALID)


def _broken(request: Request) -> Answer:
    return problem_answer(request, 500, "Mock.InternalError")


def _page(request: Request) -> Answer:
    """The page of a web server that fell over."""
    broken = json_answer(500, {}).with_body(b"<h1>Internal Server Error</h1>")
    return broken.with_header("content-type", "text/html") if request else broken


def _with_empty_body(request: Request) -> Request:
    return request.with_json({}) if isinstance(request.json, list) else request


def _unknown_organisation_breaks(request: Request, upstream: Upstream) -> Answer:
    answer = upstream.send(request)
    named = request.operation in ("listOrganisationUsers", _ADD)
    return _broken(request) if named and answer.status == 404 else answer


def _path_is_trimmed(request: Request, upstream: Upstream) -> Answer | None:
    path = request.target
    return upstream.send(replace(request, target=path.rstrip("/"))) if path.endswith("/") and path != "/" else None


FAULTS = (
    Fault(
        "any content type is taken for JSON",
        instead(where(status=415), _as_json),
        ("rules::test_a_body_of_another_media_type_is_refused",),
    ),
    Fault(
        "an oversize body is accepted",
        instead(where(status=413), _shortened),
        ("rules::test_a_body_over_the_limit_is_refused[createOrganisation]",),
    ),
    Fault(
        "two members of one name are accepted",
        instead(where(code=_INVALID), _read_leniently),
        ("rules::test_a_body_that_is_nearly_json_makes_no_organisation[doubled_member]",),
    ),
    Fault(
        "an organisation is made of anything",
        instead(where(_CREATE, 400), _organisation_all_the_same),
        ("rules::test_a_request_that_does_not_match_the_contract_is_refused[createOrganisation]",),
    ),
    Fault(
        "any text is taken for an email address",
        instead(where(_ADD, 400), _email_all_the_same),
        ("rules::test_a_request_that_does_not_match_the_contract_is_refused[addOrganisationUser]",),
    ),
    Fault(
        "a missing user id means some user",
        instead(where(code="User.MissingUserId"), _some_user),
        ("rules::test_a_code_is_not_minted_without_a_user_id",),
    ),
    Fault(
        "an empty list is taken for an empty object",
        rewritten("createAuthCode", _with_empty_body),
        ("rules::test_a_body_that_is_empty_in_its_own_way_is_no_empty_object",),
    ),
    Fault(
        "names beyond ASCII are refused",
        refused(_is_beyond_ascii, _invalid),
        ("rules::test_text_of_every_script_comes_back_as_it_was_sent",),
    ),
    Fault(
        "names beyond ASCII break the server",
        refused(_is_beyond_ascii, _broken),
        ("rules::test_text_of_every_script_comes_back_as_it_was_sent",),
    ),
    Fault(
        "names with a quote break the server",
        refused(_is_named_with("'\""), _page),
        ("rules::test_an_organisation_may_have_a_name_of_odd_characters",),
    ),
    Fault(
        "an organisation header that is no UUID breaks the server",
        refused(_has_no_uuid, _broken),
        ("rules::test_the_selected_organisation_must_be_an_id",),
    ),
    Fault(
        "a body that is no object breaks the server",
        refused(_is_no_object, _broken),
        ("rules::test_a_body_that_is_empty_in_its_own_way_is_no_empty_object",),
    ),
    Fault(
        "a user id that is null breaks the server",
        refused(_has_null_user, _broken),
        ("rules::test_a_user_id_that_says_nothing_counts_as_missing[null]",),
    ),
    Fault(
        "an unknown organisation in the path breaks the server",
        _unknown_organisation_breaks,
        ("rules::test_an_organisation_that_does_not_exist_has_no_list_of_users",),
    ),
    Fault(
        "a member beyond the documented ones is refused",
        refused(_has_unknown_member, _invalid),
        ("rules::test_members_that_the_contract_does_not_know_are_ignored",),
    ),
    Fault(
        "a trailing slash is overlooked",
        instead(where(status=404), _path_is_trimmed),
        ("rules::test_a_path_with_a_slash_behind_it_does_not_exist",),
    ),
)
