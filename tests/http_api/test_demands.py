"""What answer a request asks for."""

from collections.abc import Sequence

import pytest

from mock_server.contract.document import Operation, Parameter
from mock_server.domain.violations import Violation
from mock_server.http_api.demands import Demand, asks_for_an_answer, demand_of
from mock_server.http_api.request_head import RequestHead, Routed


def operation(*query: str) -> Operation:
    parameters = tuple(Parameter(name, "query", False, {}) for name in query)
    return Operation("listThings", "GET", "/things", "", parameters, (), {}, False, 200, {})


def request(prefer: Sequence[str] = (), error: Sequence[str] = (), query: str = "") -> RequestHead:
    headers = {"prefer": tuple(prefer), "x-mock-error": tuple(error)}
    sent = {name: values for name, values in headers.items() if values}
    routed = Routed("listThings", {}, ())
    return RequestHead("GET", "/things", query.encode(), "/things", sent, "http://127.0.0.1", "default", routed)


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        (["code=404"], Demand(404)),
        (['code="404"'], Demand(404)),
        (["CODE = 404"], Demand(404)),
        (["code=404; foo=bar"], Demand(404)),
        (['code=404;foo="a,b"'], Demand(404)),
        (["respond-async, wait=100, code=404"], Demand(404)),
        (['x="a, code=500", code=404'], Demand(404)),
        ([r'x="a\", code=500", code=404'], Demand(404)),
        (["return=minimal", "code=404"], Demand(404)),
        (["code=404, example=gone"], Demand(404, example="gone")),
        ([r'example="one, \"two\""'], Demand(example='one, "two"')),
        (["code=404, code=404"], Demand(404)),
    ],
)
def test_preferences_are_read_as_http_writes_them(prefer: list[str], expected: Demand) -> None:
    assert demand_of(request(prefer), operation()) == expected


@pytest.mark.parametrize("prefer", ["", ",,;", "return=representation", "respond-async; wait=10", 'x="', "barcode=404"])
def test_preferences_that_are_not_ours_ask_for_nothing(prefer: str) -> None:
    assert demand_of(request([prefer]), operation()) is None
    assert not asks_for_an_answer(request([prefer]), operation())


@pytest.mark.parametrize(
    "prefer",
    ["code", "code=", 'code="404', "code=404 500", "example", 'example="a" b', "code=abc", "code=99", "code=600"],
)
def test_a_preference_of_ours_that_cannot_be_read_is_refused(prefer: str) -> None:
    with pytest.raises(Violation, match=r"Mock\.NotForced"):
        demand_of(request([prefer]), operation())
    assert asks_for_an_answer(request([prefer]), operation())


@pytest.mark.parametrize("start", ["", "code=", "x="])
def test_no_header_is_too_long_to_be_read_at_once(start: str) -> None:
    """Read twice from each of its quotes, this would take a minute."""
    asks_for_an_answer(request([start + '"\\' * 30_000]), operation())


def test_the_query_asks_as_the_headers_do() -> None:
    assert demand_of(request(query="a=1&__code=404"), operation()) == Demand(404)
    assert demand_of(request(query="__error=Bill.NotFound"), operation()) == Demand(error="Bill.NotFound")
    assert demand_of(request(query="__example=a%20b&__code=200"), operation()) == Demand(200, example="a b")
    assert demand_of(request(error=["Bill.NotFound"]), operation()) == Demand(error="Bill.NotFound")
    assert demand_of(request(query="__other=1&x=__code"), operation()) is None


def test_a_parameter_that_the_operation_declares_is_its_own() -> None:
    assert demand_of(request(query="__code=404"), operation("__code")) is None
    assert demand_of(request(query="__code=404"), operation("code")) == Demand(404)


@pytest.mark.parametrize(
    "asked",
    [
        request(["code=404, code=500"]),
        request(["code=404", "code=500"]),
        request(["code=404"], query="__code=500"),
        request(error=["A.One", "A.Two"]),
        request(error=["A.One"], query="__error=A.Two"),
        request(["example=a"], query="__example=b"),
        request(["example=a"], ["A.One"]),
    ],
)
def test_two_demands_contradict(asked: RequestHead) -> None:
    with pytest.raises(Violation) as refused:
        demand_of(asked, operation())
    assert refused.value.code.code == "Mock.NotForced"
    assert "two" in refused.value.detail


def test_the_same_demand_twice_is_one() -> None:
    asked = request(["code=404"], ["A.One"], "__code=404&__error=A.One")
    assert demand_of(asked, operation()) == Demand(404, "A.One")
