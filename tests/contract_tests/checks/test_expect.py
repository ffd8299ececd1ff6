"""Expectations: what they take, and what they tell of a mismatch."""

from collections.abc import Callable

import pytest

from contract_tests.checks.expect import Expectations, Mismatch
from tests.contract_tests.answers import answer, problem
from tests.contract_tests.contracts import CONTRACT

UNKNOWN_CODE = ("exchangeAuthCode", "Mock.AuthCodeUnknown")


@pytest.fixture
def expect() -> Expectations:
    return Expectations(CONTRACT)


def test_a_success_has_its_status_and_gives_its_body(expect: Expectations) -> None:
    assert expect.success(answer("getMe", 200, {"userId": "u"}), 200) == {"userId": "u"}
    assert expect.success(answer("getMe", 204), 204) is None


def test_another_status_is_told_with_its_code(expect: Expectations) -> None:
    with pytest.raises(Mismatch) as caught:
        expect.success(problem("getMe", 401, "Mock.Unauthorized"), 200, rule="the rule")
    mismatch = caught.value
    assert (mismatch.expected, mismatch.received, mismatch.location) == ("200", "401 Mock.Unauthorized", "the rule")
    assert not mismatch.assumed
    assert "GET /me" in str(mismatch)


def test_a_refusal_as_documented_is_noted_as_seen(expect: Expectations) -> None:
    expect.refusal(problem("exchangeAuthCode", 400, "Mock.AuthCodeUnknown"), "Mock.AuthCodeUnknown")
    assert expect.seen == {UNKNOWN_CODE}
    assert not expect.not_observable


@pytest.mark.parametrize(
    ("operation", "status", "shown", "wanted", "assumed"),
    [
        ("createAuthCode", 403, "User.NotInClient", "User.NotInClient", False),
        ("createAuthCode", 404, "Organisation.NotFound", "User.NotInClient", False),
        ("exchangeAuthCode", 404, "Mock.AuthCodeUnknown", "Mock.AuthCodeUnknown", True),
        ("exchangeAuthCode", 400, "Mock.AuthCodeUsed", "Mock.AuthCodeUnknown", True),
        ("exchangeAuthCode", 200, None, "Mock.AuthCodeUnknown", True),
    ],
)
def test_a_wrong_status_or_code_is_as_assumed_as_its_source(
    operation: str, status: int, shown: str | None, wanted: str, assumed: bool, expect: Expectations
) -> None:
    with pytest.raises(Mismatch) as caught:
        expect.refusal(problem(operation, status, shown), wanted)
    assert caught.value.assumed == assumed
    assert wanted in caught.value.expected
    assert not expect.seen


def test_what_a_documented_rule_refuses_is_no_matter_of_assumption(expect: Expectations) -> None:
    with pytest.raises(Mismatch) as caught:
        expect.refusal(answer("exchangeAuthCode", 200, {}), "Mock.AuthCodeUsed", rule="a code works once")
    assert not caught.value.assumed
    assert caught.value.location == "a code works once"


def test_a_code_that_is_nowhere_is_not_observable(expect: Expectations) -> None:
    expect.refusal(problem("exchangeAuthCode", 400, None), "Mock.AuthCodeUnknown")
    assert expect.not_observable == {"Mock.AuthCodeUnknown"}


def test_a_code_in_the_body_is_observed(expect: Expectations) -> None:
    expect.refusal(problem("createAuthCode", 404, None, {"detail": "User.NotInClient: no"}), "User.NotInClient")
    assert not expect.not_observable


def test_a_refusal_that_is_no_problem_is_a_mismatch(expect: Expectations) -> None:
    for given in (
        answer("createAuthCode", 404, {"title": "t"}),
        answer("createAuthCode", 404, ["t"], {"content-type": "application/problem+json"}),
        problem("createAuthCode", 404, "User.NotInClient", {"status": 400}),
        problem("createAuthCode", 404, "User.NotInClient", {"secret": "s"}),
    ):
        with pytest.raises(Mismatch) as caught:
            expect.refusal(given, "User.NotInClient")
        assert caught.value.location == "#/components/schemas/ProblemDetails"


def test_a_status_in_the_body_may_be_a_number_or_its_text(expect: Expectations) -> None:
    expect.refusal(problem("createAuthCode", 404, "User.NotInClient", {"status": "404"}), "User.NotInClient")


def test_an_undocumented_code_is_a_mistake_of_the_test(expect: Expectations) -> None:
    with pytest.raises(KeyError):
        expect.refusal(problem("getMe", 404, "User.NotInClient"), "User.NotInClient")


def test_values_and_conditions_tell_both_sides(expect: Expectations) -> None:
    given = answer("getMe", 200, {}, {"allow": "GET, head", "access-control-allow-origin": "*"})
    expect.equal(given, 1, 1, "rule")
    expect.that(given, True, "a", "b", "rule")
    expect.header(given, "Allow", "GET, head", "rule")
    expect.listed(given, "allow", frozenset({"HEAD", "GET"}), "rule")
    expect.listed(given, "access-control-allow-origin", frozenset({"anything"}), "rule")
    failures: tuple[Callable[[], None], ...] = (
        lambda: expect.equal(given, 1, 2, "rule", assumed=True),
        lambda: expect.that(given, False, "2", "1", "rule", assumed=True),
        lambda: expect.header(given, "allow", "POST", "rule", assumed=True),
        lambda: expect.listed(given, "allow", frozenset({"POST"}), "rule", assumed=True),
        lambda: expect.listed(given, "nowhere", frozenset({"POST"}), "rule", assumed=True),
        lambda: expect.status(given, 201, "rule", assumed=True),
    )
    for failing in failures:
        with pytest.raises(Mismatch) as caught:
            failing()
        assert caught.value.assumed
        assert caught.value.location == "rule"
        assert caught.value.expected != caught.value.received


def test_a_problem_has_the_members_that_the_operation_documents(expect: Expectations) -> None:
    sidecar: dict[str, object] = {"errors": {}, "codes": {}}
    expect.refusal(problem("validateBill", 400, "Mock.BillInvalid", sidecar), "Mock.BillInvalid")
    with pytest.raises(Mismatch) as caught:
        expect.refusal(problem("exchangeAuthCode", 400, "Mock.AuthCodeUnknown", sidecar), "Mock.AuthCodeUnknown")
    assert caught.value.received == "also codes, errors"
