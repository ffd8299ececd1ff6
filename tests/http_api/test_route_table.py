"""Paths are found by a tree; a naive matcher that tries every template agrees with it."""

from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.http_api.request_head import Routed
from mock_server.http_api.route_table import NO_MATCH, RouteTable
from tests.asgi import InProcess

CONTRACT = InProcess().server.contract
SEGMENTS = st.sampled_from(["a", "b", "c", "{x}", "{y}"])


def _names_differ(segments: list[str]) -> bool:
    names = [segment for segment in segments if segment.startswith("{")]
    return len(names) == len(set(names))


TEMPLATES = st.lists(SEGMENTS, min_size=1, max_size=4).filter(_names_differ)
ROUTES = st.lists(st.tuples(st.sampled_from(["GET", "POST", "DELETE"]), TEMPLATES), max_size=8)


def _shape(segments: list[str]) -> tuple[str, ...]:
    return tuple("{}" if segment.startswith("{") else segment for segment in segments)


def _table(*routes: tuple[str, str]) -> RouteTable:
    table = RouteTable()
    for method, template in routes:
        table.add(method, template, f"{method} {template}")
    return table


def _naive(routes: dict[tuple[str, tuple[str, ...]], list[str]], method: str, raw_path: str) -> Routed:
    """Every template in turn, those with concrete segments further left first."""
    sent = [unquote_to_bytes(segment).decode() for segment in raw_path[1:].split("/")]
    for shape in sorted({shape for _, shape in routes}, key=lambda shape: [part == "{}" for part in shape]):
        if len(shape) != len(sent) or not all(
            text if part == "{}" else part == text for part, text in zip(shape, sent, strict=True)
        ):
            continue
        methods = {known for known, known_shape in routes if known_shape == shape}
        methods |= {"HEAD"} if "GET" in methods else set()
        if method not in methods:
            return Routed(None, {}, (*sorted(methods), "OPTIONS"))
        template = routes["GET" if method == "HEAD" else method, shape]
        values = {part[1:-1]: text for part, text in zip(template, sent, strict=True) if part.startswith("{")}
        return Routed(f"{'GET' if method == 'HEAD' else method} /{'/'.join(template)}", values, ())
    return NO_MATCH


@given(
    routes=ROUTES,
    method=st.sampled_from(["GET", "HEAD", "POST", "DELETE", "PATCH"]),
    path=st.lists(st.sampled_from(["a", "b", "c", "d", "", "a%2Fb", "%61", "%C3%A9"]), min_size=1, max_size=4),
)
def test_the_tree_finds_what_trying_every_template_finds(
    routes: list[tuple[str, list[str]]], method: str, path: list[str]
) -> None:
    table = RouteTable()
    known: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    names: dict[tuple[str, ...], list[str]] = {}
    for added, segments in routes:
        # A path has its parameter names once, whichever method it is added for.
        template = names.setdefault(_shape(segments), segments)
        known[added, _shape(segments)] = template
        table.add(added, "/" + "/".join(template), f"{added} /{'/'.join(template)}")
    raw_path = "/" + "/".join(path)
    assert table.find(method, raw_path) == _naive(known, method, raw_path)


@pytest.mark.parametrize("operation", CONTRACT.operations.values(), ids=lambda operation: operation.id)
def test_every_operation_of_the_contract_is_found_with_its_parameters(operation: object) -> None:
    table = RouteTable()
    for known in CONTRACT.operations.values():
        table.add(known.method, known.path, known.id)
    wanted = CONTRACT.operations[operation.id]  # type: ignore[attr-defined]  # pytest's parameters have no type
    names = [parameter.name for parameter in wanted.parameters if parameter.place == "path"]
    path = wanted.path
    for number, name in enumerate(names):
        path = path.replace(f"{{{name}}}", f"value-{number}")
    assert table.find(wanted.method, path) == Routed(
        wanted.id, {name: f"value-{number}" for number, name in enumerate(names)}, ()
    )


def test_a_concrete_path_goes_before_a_parameter() -> None:
    table = _table(("GET", "/invoices/{id}"), ("GET", "/invoices/mine"))
    assert table.find("GET", "/invoices/mine").operation_id == "GET /invoices/mine"


def test_a_concrete_path_that_lacks_the_method_does_not_leave_it_to_the_parameter() -> None:
    table = _table(("GET", "/invoices/{id}"), ("POST", "/invoices/mine"))
    assert table.find("GET", "/invoices/mine") == Routed(None, {}, ("POST", "OPTIONS"))


def test_a_dead_end_in_the_tree_is_left_again() -> None:
    table = _table(("GET", "/a/b/c"), ("GET", "/{x}/b/d"))
    assert table.find("GET", "/a/b/d") == Routed("GET /{x}/b/d", {"x": "a"}, ())


def test_the_allowed_methods_are_those_of_the_most_concrete_path() -> None:
    table = _table(("GET", "/a/{x}"), ("POST", "/a/b"), ("DELETE", "/{y}/b"))
    assert table.find("PATCH", "/a/b").allowed == ("POST", "OPTIONS")
    assert table.find("PATCH", "/a/c").allowed == ("GET", "HEAD", "OPTIONS")


@pytest.mark.parametrize("value", ["a/b", "ä", "100%", "a b", "..", "?", "#", "\0", "😀", "{id}"])
def test_a_percent_encoded_value_arrives_as_it_was_meant(value: str) -> None:
    assert _table(("GET", "/i/{token}")).find("GET", "/i/" + quote(value, safe="")).path_parameters == {"token": value}


@pytest.mark.parametrize("path", ["/%69nvoices", "/invoice%73"])
def test_a_concrete_segment_may_be_percent_encoded(path: str) -> None:
    assert _table(("GET", "/invoices")).find("GET", path).operation_id == "GET /invoices"


@pytest.mark.parametrize(
    "path", ["", "/", "//", "*", "/invoices/", "/invoices//x", "/Invoices", "/%ff", "/invoices/%ff"]
)
def test_a_path_that_no_template_has_matches_nothing(path: str) -> None:
    assert _table(("GET", "/invoices"), ("GET", "/invoices/{id}")).find("GET", path) == NO_MATCH
