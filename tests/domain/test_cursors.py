import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.cursors import Cursor, CursorError, CursorSeal, Direction

SEAL = CursorSeal(b"k" * 32)
DIRECTIONS: tuple[Direction, ...] = ("older", "newer", "from")
SEALED = SEAL.seal("invoices", Cursor("older", 1))


@given(st.text(), st.sampled_from(DIRECTIONS), st.integers(min_value=0))
def test_a_sealed_cursor_opens_as_what_it_was(scope: str, direction: Direction, position: int) -> None:
    cursor = Cursor(direction, position)
    assert SEAL.open(scope, SEAL.seal(scope, cursor)) == cursor


@pytest.mark.parametrize("position", [1, 22, 333])
def test_a_cursor_can_stand_in_a_query_string_as_it_is(position: int) -> None:
    sealed = SEAL.seal("invoices", Cursor("newer", position))
    assert sealed.replace("-", "a").replace("_", "a").isalnum()


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(CursorError):
        SEAL.open("users", SEALED)


def test_a_cursor_of_another_server_is_refused() -> None:
    with pytest.raises(CursorError):
        CursorSeal(b"x" * 32).open("invoices", SEALED)


@pytest.mark.parametrize("position", range(len(SEALED)))
@pytest.mark.parametrize("bit", range(7))
def test_a_cursor_with_one_bit_altered_is_refused(position: int, bit: int) -> None:
    altered = SEALED[:position] + chr(ord(SEALED[position]) ^ 1 << bit) + SEALED[position + 1 :]
    with pytest.raises(CursorError):
        SEAL.open("invoices", altered)


@pytest.mark.parametrize("text", ["", "=", "abc", "é", SEALED + "=", SEALED + "==", SEALED[:-1], " " + SEALED, "A" * 9])
def test_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(CursorError):
        SEAL.open("invoices", text)


@given(st.text())
def test_any_text_is_refused_in_the_same_way(text: str) -> None:
    with pytest.raises(CursorError):
        SEAL.open("invoices", text)
