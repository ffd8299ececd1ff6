"""What holds for any two documents."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.contract.diff.change import Change
from mock_server.contract.diff.compare import changes
from mock_server.contract.diff.rules import RULES
from tests.contract.diff.documents import Document, document
from tests.contract.diff.test_rules import EXAMPLES, mirrored
from tests.inference.shops import answering, taking

_COMPONENTS = ("A", "B", "C")
_NAMES = st.sampled_from(["id", "name", "next", "more"])
_LEAVES = st.one_of(
    st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in _COMPONENTS]),
    st.fixed_dictionaries({"type": st.sampled_from(["string", "integer", "number", ["string", "null"]])}),
    st.fixed_dictionaries({"enum": st.lists(st.sampled_from(["x", "y", None]), min_size=1, unique=True)}),
    st.fixed_dictionaries({}, optional={"maxLength": st.integers(1, 3), "format": st.sampled_from(["uuid", "date"])}),
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(_NAMES, inner, max_size=3)},
            optional={"required": st.lists(_NAMES, unique=True), "additionalProperties": st.booleans()},
        ),
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3).map(lambda b: [*b, {"type": "null"}])}),
        st.fixed_dictionaries({"oneOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)}),
    )


_SCHEMAS = st.recursive(_LEAVES, _nested, max_leaves=8)
_PARAMETERS = st.lists(
    st.fixed_dictionaries({
        "name": _NAMES, "in": st.sampled_from(["query", "header"]), "required": st.booleans(), "schema": _LEAVES,
    }),
    max_size=3, unique_by=lambda parameter: (parameter["in"], parameter["name"]),
)  # fmt: skip
_OPERATIONS = st.fixed_dictionaries(
    {
        "parameters": _PARAMETERS,
        "responses": st.dictionaries(
            st.sampled_from(["200", "201", "409"]), _SCHEMAS.map(lambda s: answering(s)["200"])
        ),
    },
    optional={"requestBody": _SCHEMAS.map(taking), "deprecated": st.booleans()},
)
_PATHS = st.dictionaries(
    st.sampled_from(["/a", "/b", "/c"]), st.dictionaries(st.sampled_from(["get", "post"]), _OPERATIONS), max_size=3
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    components = {name: draw(_nested(_SCHEMAS)) for name in _COMPONENTS}
    return document(draw(_PATHS), {"schemas": components})


def _placed(found: tuple[Change, ...], *ends: str) -> set[tuple[str, str, frozenset[str]]]:
    """The changes whose rules end so: what they are of, where, and whom they touch."""
    return {
        (rule.removesuffix(end), change.finding.pointer, frozenset(change.operations))
        for change in found
        for rule in [change.finding.rule.removesuffix("-required")]
        for end in ends
        if rule.endswith(end) and "-null" not in rule
    }


@given(documents())
@settings(max_examples=150, deadline=None)
def test_a_document_never_differs_from_itself(one: Document) -> None:
    assert changes(one, one) == ()


@given(documents(), documents())
@settings(max_examples=150, deadline=None)
def test_what_comes_in_one_order_goes_in_the_other(one: Document, other: Document) -> None:
    there, back = changes(one, other), changes(other, one)
    assert _placed(there, "-added") == _placed(back, "-removed")
    assert _placed(there, "-removed") == _placed(back, "-added")


@given(documents(), documents())
@settings(max_examples=150, deadline=None)
def test_no_change_goes_unseen_in_one_order(one: Document, other: Document) -> None:
    there, back = changes(one, other), changes(other, one)
    rules = {change.finding.rule for change in back}
    for change in there:
        opposite = mirrored(change.finding.rule)
        assert opposite in rules or f"{opposite}-required" in rules, change.finding


def test_the_opposite_of_every_rule_is_a_rule() -> None:
    assert {mirrored(rule) for rule in EXAMPLES} <= RULES.keys()
