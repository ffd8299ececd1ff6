"""Query parameters become what their schema asks for, or stay text that the schema then refuses."""

import math
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.contract.document import Contract, contract_of
from mock_server.http_api.query import QueryError, QueryReader
from mock_server.json_value import Json


def _contract(declared: dict[str, dict[str, Any]]) -> Contract:
    parameters = [{"name": name, "in": "query", "schema": schema} for name, schema in declared.items()]
    operation = {"operationId": "list", "parameters": parameters, "responses": {"200": {"description": "fine"}}}
    schemas = {
        "Whole": {"type": "integer"},
        "Wholes": {"type": "array", "items": {"$ref": "#/components/schemas/Whole"}},
    }
    return contract_of({"paths": {"/things": {"get": operation}}, "components": {"schemas": schemas}})


def _read(query: str | bytes, **schemas: dict[str, Any]) -> dict[str, Json]:
    contract = _contract(schemas)
    reader = QueryReader(contract, contract.operations["list"])
    return reader.read(query.encode() if isinstance(query, str) else query)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "5", 5),
        ("integer", "-5", -5),
        ("integer", "0", 0),
        ("number", "1.5", 1.5),
        ("number", "-2e3", -2000.0),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("string", "5", "5"),
        ("string", "true", "true"),
    ],
)
def test_a_value_that_spells_its_type_becomes_it(kind: str, text: str, value: Json) -> None:
    read = _read(f"a={text}", a={"type": kind})
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


PYTHON_SPELLINGS = [
    "",
    "x",
    "1_0",
    "+5",
    "05",
    " 5",
    "5 ",
    "\N{ARABIC-INDIC DIGIT FIVE}",
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "0x1",
    "1e400",
    "True",
]


@pytest.mark.parametrize("kind", ["integer", "number", "boolean"])
@pytest.mark.parametrize("text", [*PYTHON_SPELLINGS, "1" * 5000])
def test_what_only_python_would_take_stays_text(kind: str, text: str) -> None:
    assert _read(urlencode({"a": text}), a={"type": kind}) == {"a": text}


@given(st.text(), st.sampled_from(["integer", "number"]))
def test_a_number_is_never_infinite_or_none_at_all(text: str, kind: str) -> None:
    try:
        value = _read(urlencode({"a": text}), a={"type": kind}).get("a", 0)
    except QueryError:
        return
    assert isinstance(value, str) or (isinstance(value, int | float) and math.isfinite(value))


def test_an_array_takes_every_value_and_types_each() -> None:
    wholes = {"$ref": "#/components/schemas/Wholes"}
    assert _read("a=1&b=x&a=2&a=z", a=wholes) == {"a": [1, 2, "z"]}


def test_where_text_would_do_a_number_stays_text() -> None:
    assert _read("Limit=5", Limit={"type": ["integer", "string"]}) == {"Limit": "5"}


def test_a_parameter_without_a_type_is_text() -> None:
    assert _read("a=5", a={}) == {"a": "5"}


def test_undeclared_parameters_are_ignored() -> None:
    assert _read("b=1&b=2&a=x", a={"type": "string"}) == {"a": "x"}


def test_names_are_compared_with_their_case() -> None:
    assert _read("limit=5", Limit={"type": "integer"}) == {}


@pytest.mark.parametrize(
    ("query", "value"), [("a=", ""), ("a", ""), ("a=b%2Bc", "b+c"), ("a=b+c", "b c"), ("a=%C3%A9", "é")]
)
def test_values_are_percent_decoded(query: str, value: str) -> None:
    assert _read(query, a={"type": "string"}) == {"a": value}


def test_a_single_parameter_sent_twice_is_refused_by_its_name() -> None:
    with pytest.raises(QueryError, match=r"^The query parameter Limit was sent more than once$"):
        _read("Limit=1&Limit=1", Limit={"type": "integer"})


@pytest.mark.parametrize("query", [b"a=%ff", b"a=%C3", b"a=\xe9", b"%ff=1", b"a=%ED%A0%80"])
def test_what_is_not_percent_encoded_utf_8_is_refused(query: bytes) -> None:
    with pytest.raises(QueryError, match=r"^The query string is not percent-encoded UTF-8$"):
        _read(query, a={"type": "string"})


def test_a_nul_character_is_refused() -> None:
    with pytest.raises(QueryError, match="NUL"):
        _read("a=x%00", a={"type": "string"})


def test_an_operation_without_query_parameters_reads_no_query_string() -> None:
    assert _read(b"a=%ff&\xff") == {}
