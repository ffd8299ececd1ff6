"""Faults of HTTP itself: methods, Allow, CORS, HEAD."""

from contract_tests.selftests.breaking import changed, header, refused, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer, problem_answer
from contract_tests.selftests.upstream import Upstream


def _is_head(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (the conditions' shape)
    return request.method == "HEAD"


def _is_preflight(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    return request.method == "OPTIONS" and request.header("access-control-request-method") is not None


def _is_plain_options(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    return request.method == "OPTIONS" and request.header("access-control-request-method") is None


def _not_allowed(request: Request) -> Answer:
    return problem_answer(request, 405, "Mock.MethodNotAllowed").with_header("allow", "GET, POST")


def _taken(request: Request, upstream: Upstream) -> Answer:
    """A method that the path does not have is answered as if it had."""
    answer = upstream.send(request)
    return json_answer(200, {}) if answer.status == 405 else answer


def _found(request: Request, upstream: Upstream) -> Answer:
    answer = upstream.send(request)
    return json_answer(200, {}) if answer.code == "Mock.UnknownPath" else answer


_204 = where(status=204)
_405 = where(status=405)
_ANY = where()

FAULTS = (
    Fault("HEAD is not allowed", refused(_is_head, _not_allowed), ("rules::test_head_is_get_without_a_body",)),
    Fault(
        "HEAD answers 404",
        refused(_is_head, lambda request: problem_answer(request, 404, "Mock.UnknownPath")),
        ("rules::test_head_is_get_without_a_body",),
    ),
    Fault(
        "a 405 has no Allow",
        changed(_405, header("allow", None)),
        ("rules::test_a_method_that_the_path_does_not_declare_is_refused",),
    ),
    Fault(
        "Allow names a method that the path does not have",
        changed(_405, header("allow", "GET, POST, DELETE")),
        ("rules::test_a_method_that_the_path_does_not_declare_is_refused",),
    ),
    Fault(
        "OPTIONS is not allowed",
        refused(_is_plain_options, _not_allowed),
        ("rules::test_options_names_every_method_of_the_path",),
    ),
    Fault(
        "OPTIONS names a method that the path does not have",
        changed(_204, header("allow", "GET, DELETE")),
        ("rules::test_options_names_every_method_of_the_path",),
    ),
    Fault(
        "a method that a path does not have is answered 200",
        _taken,
        ("rules::test_a_method_that_the_path_does_not_declare_is_refused",),
    ),
    Fault(
        "a method that a path does not have is 404",
        changed(_405, lambda answer: answer.with_status(404)),
        ("rules::test_a_method_that_the_path_does_not_declare_is_refused",),
    ),
    Fault(
        "an unknown path is answered 200",
        _found,
        ("rules::test_a_path_that_the_contract_does_not_know_does_not_exist",),
    ),
    Fault(
        "pages of other origins are not let in",
        changed(_ANY, header("access-control-allow-origin", None)),
        ("rules::test_a_page_may_read_the_exchanged_session",),
    ),
    Fault(
        "a preflight is refused", refused(_is_preflight, _not_allowed), ("rules::test_a_page_may_ask_before_it_calls",)
    ),
    Fault(
        "a preflight does not allow the credential headers",
        changed(_ANY, header("access-control-allow-headers", "content-type")),
        ("rules::test_a_page_may_ask_before_it_calls",),
    ),
    Fault(
        "pages cannot read the error code",
        changed(_ANY, header("access-control-expose-headers", None)),
        ("rules::test_a_page_may_read_refusals_and_their_codes",),
    ),
)
