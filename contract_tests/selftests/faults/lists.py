"""Faults of lists: pages, cursors, filters, order."""

from collections.abc import Callable

from contract_tests.selftests.breaking import changed, instead, rewritten, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer
from contract_tests.selftests.upstream import Upstream

_USERS = "listOrganisationUsers"
_INVOICES = "listInvoices"


def _from_the_start(request: Request, upstream: Upstream) -> Answer | None:
    return upstream.send(request.with_query(Cursor=None))


def _without(*names: str) -> Callable[[Request], Request]:
    return lambda request: request.with_query(**dict.fromkeys(names))


def _next_page_again(request: Request, upstream: Upstream) -> Answer:
    """Every second page repeats the last user of the page before."""
    answer = upstream.send(request)
    if request.operation != _USERS or answer.status != 200:
        return answer
    held = upstream.memory.users.get("last shown")
    if answer.member("data"):
        upstream.memory.users["last shown"] = json_answer(200, answer.member("data")[-1])
    if request.query.get("Cursor") and held is not None:
        return answer.with_members(data=[held.json, *answer.member("data")])
    return answer


def _shorter_every_second_time(request: Request, upstream: Upstream) -> Answer:
    """The same question is answered another way the second time."""
    answer = upstream.send(request)
    if request.operation not in ("listIndustries", _INVOICES, _USERS) or answer.status != 200:
        return answer
    upstream.memory.counts[request.target] += 1
    even = upstream.memory.counts[request.target] % 2 == 0
    return answer.with_members(data=answer.member("data")[:-1]) if even else answer


def _empty_after_a_refusal(request: Request, upstream: Upstream) -> Answer:
    """Order matters: after a refusal, lists are empty."""
    answer = upstream.send(request)
    if answer.status == 400:
        upstream.memory.counts["refusals"] += 1
    listed = request.operation in ("listIndustries", _INVOICES, _USERS) and answer.status == 200
    return answer.with_members(data=[]) if listed and upstream.memory.counts["refusals"] else answer


def _the_last(answer: Answer) -> Answer:
    return answer.with_members(nextCursor=None, hasMore=False)


def _reversed(answer: Answer) -> Answer:
    return answer.with_members(data=answer.member("data")[::-1])


_CURSOR = where(code="Mock.InvalidCursor")

FAULTS = (
    Fault(
        "a forged cursor is accepted",
        instead(_CURSOR, _from_the_start),
        ("rules::test_a_cursor_that_no_list_of_users_gave_is_refused",),
    ),
    Fault(
        "Limit is ignored",
        rewritten(_USERS, _without("Limit")),
        ("rules::test_the_pages_of_a_list_hold_every_user_once",),
    ),
    Fault(
        "a cursor is ignored: every page is the first",
        rewritten(_USERS, _without("Cursor")),
        ("rules::test_the_pages_of_a_list_hold_every_user_once",),
    ),
    Fault(
        "a page repeats the last user of the page before",
        _next_page_again,
        ("rules::test_the_pages_of_a_list_hold_every_user_once",),
    ),
    Fault(
        "the list says there is no more",
        changed(where(_USERS, 200), _the_last),
        ("rules::test_the_pages_of_a_list_hold_every_user_once",),
    ),
    Fault(
        "the filter by email is ignored",
        rewritten(_USERS, _without("Email")),
        ("rules::test_the_list_can_be_narrowed_to_one_email",),
    ),
    Fault(
        "the filter by status is ignored",
        rewritten(_INVOICES, _without("Status")),
        ("rules::test_invoices_can_be_narrowed_by_what_they_show[status]",),
    ),
    Fault(
        "the filter by date is ignored",
        rewritten(_INVOICES, _without("IssueDateFrom", "IssueDateTo")),
        ("rules::test_invoices_can_be_narrowed_to_a_time",),
    ),
    Fault(
        "users come in another order",
        changed(where(_USERS, 200), _reversed),
        ("rules::test_added_users_are_listed_newest_first",),
    ),
    Fault(
        "a list is shorter every second time",
        _shorter_every_second_time,
        ("rules::test_answers_do_not_depend_on_their_order",),
    ),
    Fault(
        "after a refusal, lists are empty",
        _empty_after_a_refusal,
        ("rules::test_a_refused_addition_leaves_the_list_as_it_was",),
    ),
)
