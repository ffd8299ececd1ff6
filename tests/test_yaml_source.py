"""YAML as it is read for scenarios: every mistake with its line, and no text that does harm."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.yaml_source import YamlSourceError, parse

LEVELS = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 12))
NO_JSON = "the value is none that JSON can hold"
BOMB = f"l0: &l0 [a]\n{LEVELS}"


def mistakes(text: str) -> list[str]:
    with pytest.raises(YamlSourceError) as caught:
        parse(text, "my.yaml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing", None),
        ("a: 2025-01-15T10:30:00Z", {"a": "2025-01-15T10:30:00Z"}),
        ("a: 2025-01-15", {"a": "2025-01-15"}),
        ("a: [1, 1.5, true, null, x]", {"a": [1, 1.5, True, None, "x"]}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x {b: 1, c: 1}\nd: {<<: *x, b: 2}", {"a": {"b": 1, "c": 1}, "d": {"b": 2, "c": 1}}),
        ("\ufeffa: 1", {"a": 1}),
        ('"1": x', {"1": "x"}),
    ],
    ids=str,
)
def test_text_is_read_as_the_json_it_stands_for(text: str, value: object) -> None:
    assert parse(text, "my.yaml").value == value


def test_numbers_can_be_names_where_that_is_asked_for() -> None:
    assert parse("{200: {1: a}, x: 2}", "my.yaml", numbers_are_names=True).value == {"200": {"1": "a"}, "x": 2}
    assert mistakes("200: a") == ["my.yaml:1: the name of a member is no text: quote it"]
    with pytest.raises(YamlSourceError, match="200 is there twice"):
        parse("200: a\n'200': b", "my.yaml", numbers_are_names=True)


def test_a_mistake_is_pointed_at_by_its_line() -> None:
    source = parse("a:\n  - b: 1\n  - b: 2\n", "my.yaml")
    assert source.error(("a", 1, "b"), "is wrong") == "my.yaml:3: is wrong"


def test_what_is_missing_is_pointed_at_by_the_line_around_it() -> None:
    source = parse("a:\n  - b: 1\n  - b: 2\n", "my.yaml")
    assert source.error(("a", 1, "c", 5), "is missing") == "my.yaml:3: is missing"
    assert parse("", "my.yaml").error(("a",), "is missing") == "my.yaml:1: is missing"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", ["my.yaml:3: a is there twice"]),
        ("a:\n  b: 1\n  b: 1\nc: 1\nc: 1\n", ["my.yaml:3: b is there twice", "my.yaml:5: c is there twice"]),
        ("a: 1\n5: 2\n", ["my.yaml:2: the name of a member is no text: quote it"]),
        ("yes: 2\n", ["my.yaml:1: the name of a member is no text: quote it"]),
        ("? [a]\n: b\n", ["my.yaml:1: the name of a member is no text: quote it"]),
        ("a:\n  - .inf\n  - .nan\n", ["my.yaml:2: " + NO_JSON, "my.yaml:3: " + NO_JSON]),
        ('a: "\\ud800"', ["my.yaml:1: " + NO_JSON]),
        ('"\\ud800": a', ["my.yaml:1: the name of a member is no text: quote it"]),
        ("a: !!int abc", ["my.yaml:1: " + NO_JSON]),
        ("a: !!bool abc", ["my.yaml:1: " + NO_JSON]),
        ("a: " + "9" * 5000, ["my.yaml:1: " + NO_JSON]),
        ("a: !!binary aGk=", ["my.yaml:1: the tag !!binary is not taken: only what JSON can hold is"]),
        ("a: !!timestamp abc", ["my.yaml:1: the tag !!timestamp is not taken: only what JSON can hold is"]),
        ("a: !!set {b}", ["my.yaml:1: the tag !!set is not taken: only what JSON can hold is"]),
        ("a: !mine b", ["my.yaml:1: the tag !mine is not taken: only what JSON can hold is"]),
        (
            "a: !!python/object/apply:os.system [ls]",
            ["my.yaml:1: the tag !!python/object/apply:os.system is not taken: only what JSON can hold is"],
        ),
        ("a: 1\n---\nb: 2\n", ["my.yaml:2: not YAML: but found another document"]),
        ("a: 1\n b: 2\n", ["my.yaml:2: not YAML: mapping values are not allowed here"]),
        ("a: [1\n", ["my.yaml:2: not YAML: expected ',' or ']', but got '<stream end>'"]),
        ("a: *b\n", ["my.yaml:1: not YAML: found undefined alias 'b'"]),
        ("a: \0\n", ["my.yaml:1: not YAML: ReaderError"]),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_file_and_line(text: str, told: list[str]) -> None:
    assert mistakes(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "more than 100000 values"),
        (BOMB.replace("[", "{<<: [").replace("]", "]}").replace("{<<: [a]}", "{a: 1}"), "more than 100000 values"),
        ("a: &a [*a]", "nested more than 50 levels deep"),
        ("&a {b: *a}", "nested more than 50 levels deep"),
        ("a: " + "[" * 51 + "]" * 51, "nested more than 50 levels deep"),
        ("a: " + "[" * 20_000, "nested more than 50 levels deep"),
        ("a: " + "{b: " * 5000 + "}" * 5000, "nested more than 50 levels deep"),
    ],
    ids=lambda value: value[:20],
)
def test_a_text_that_would_grow_without_end_is_refused(text: str, told: str) -> None:
    (line,) = mistakes(text)
    assert line.startswith("my.yaml:")
    assert line.endswith(told)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!?|>'\"\\#%,\n 1.~<=\t\0")))
def test_any_text_is_read_or_refused_as_a_scenario_error(text: str) -> None:
    with suppress(YamlSourceError):
        parse(text, "my.yaml")
