"""Faults of what a success says: members that are missing, null, of another type, or wrong."""

from datetime import datetime, timedelta
from typing import Any

from contract_tests.selftests.breaking import changed, header, member, member_made, where, without
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer

_CODE = where("createAuthCode", 201)
_SESSION = where("exchangeAuthCode", 200)
_ORGANISATION = where("createOrganisation", 201)
_USER = where("addOrganisationUser", 201)
_USERS = where("listOrganisationUsers", 200)
_STRANGER = "0b0b0b0b-1111-4222-8333-444444444444"


def _without_zone(moment: str) -> str:
    return moment.removesuffix("Z").partition("+")[0]


def _an_hour_later(moment: str) -> str:
    return (datetime.fromisoformat(moment) + timedelta(hours=1)).isoformat()


def _as_owner(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "role": "Owner"} for entry in entries]


def _added_later(users: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**user, "createdAt": _an_hour_later(user["createdAt"])} for user in users]


def _with_ids_in_capitals(answer: Answer) -> Answer:
    return member_made("userId", lambda known: known.upper().replace("-", ""))(answer)


FAULTS = (
    Fault(
        "a new code has no expiresAt",
        changed(_CODE, without(("expiresAt",))),
        ("rules::test_a_minted_code_says_when_it_expires",),
    ),
    Fault(
        "a session has no userId",
        changed(_SESSION, without(("userId",))),
        ("contract::exchangeAuthCode::200::InvalidData: / required",),
        ("rules::test_the_exchange_takes_no_credential",),
    ),
    Fault(
        "the organisations of a session are null",
        changed(_SESSION, member("organisations", None)),
        ("contract::exchangeAuthCode::200::InvalidData: /organisations type",),
        ("rules::test_the_exchange_takes_no_credential",),
    ),
    Fault(
        "the name of an organisation is null",
        changed(_ORGANISATION, member("name", None)),
        ("contract::createOrganisation::201::InvalidData: /name type",),
        ("rules::test_the_organisations_of_one_client_have_the_same_client_id",),
    ),
    Fault(
        "hasMore is text",
        changed(_USERS, member("hasMore", "false")),
        ("contract::listOrganisationUsers::200::InvalidData: /hasMore type",),
        ("rules::test_added_users_are_listed_newest_first",),
    ),
    Fault(
        "the data of a list is an object",
        changed(_USERS, member("data", {})),
        ("rules::test_a_new_organisation_has_no_users",),
    ),
    Fault(
        "expiresAt has no time zone",
        changed(_CODE, member_made("expiresAt", _without_zone)),
        ("rules::test_a_minted_code_says_when_it_expires",),
    ),
    Fault(
        "createdAt has no time zone",
        changed(_ORGANISATION, member_made("createdAt", _without_zone)),
        ("contract::createOrganisation::201::InvalidData: /createdAt format",),
        ("rules::test_the_organisations_of_one_client_have_the_same_client_id",),
    ),
    Fault(
        "createdAt is an hour off",
        changed(_ORGANISATION, member_made("createdAt", _an_hour_later)),
        ("rules::test_an_organisation_says_when_it_was_created",),
    ),
    Fault(
        "the list has users added an hour later",
        changed(_USERS, member_made("data", _added_later)),
        ("rules::test_the_list_says_when_each_user_was_added",),
    ),
    Fault(
        "the id of a user is no UUID",
        changed(_USER, _with_ids_in_capitals),
        ("contract::addOrganisationUser::201::InvalidData: /userId format",),
        ("rules::test_an_added_user_is_a_member",),
    ),
    Fault(
        "a success is sent as text",
        changed(_ORGANISATION, header("content-type", "text/plain")),
        ("contract::createOrganisation::201::DataValidationError",),
        ("rules::test_the_organisations_of_one_client_have_the_same_client_id",),
    ),
    Fault(
        "a list is sent without a content type",
        changed(_USERS, header("content-type", None)),
        ("contract::listOrganisationUsers::200::DataValidationError",),
        ("rules::test_added_users_are_listed_newest_first",),
    ),
    Fault(
        "a body breaks off in the middle",
        changed(_USERS, lambda a: a.with_body(a.body[:-3])),
        ("rules::test_a_new_organisation_has_no_users",),
    ),
    Fault(
        "a member is told as Owner", changed(_USER, member("role", "Owner")), ("rules::test_an_added_user_is_a_member",)
    ),
    Fault(
        "a session tells a member as Owner",
        changed(_SESSION, member_made("organisations", _as_owner)),
        ("rules::test_the_exchange_tells_who_the_session_is_for",),
    ),
    Fault(
        "a new user is told with another id than at login",
        changed(_USER, member("userId", _STRANGER)),
        ("journeys::test_the_five_steps_of_the_guide_lead_to_the_invoices",),
    ),
    Fault(
        "a new organisation is told under another client",
        changed(_ORGANISATION, member("clientId", _STRANGER)),
        ("rules::test_the_organisations_of_one_client_have_the_same_client_id",),
    ),
    Fault(
        "a session has another user's email",
        changed(_SESSION, member("email", "someone@example.com")),
        ("rules::test_the_exchange_tells_who_the_session_is_for",),
    ),
)
