import pytest

from mock_server.contract.errors import ContractError
from mock_server.contract.yaml_text import read_yaml_object


def test_what_looks_like_a_date_stays_a_string() -> None:
    text = "day: 2025-01-15\nmoment: 2025-01-15T10:30:00Z\n"
    assert read_yaml_object(text, "f") == {"day": "2025-01-15", "moment": "2025-01-15T10:30:00Z"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", r"^f:4: c is there twice$"),
        ("responses:\n  200: {}\n", r"^f:2: the name of a member is no text: quote it$"),
        ("a: [\n", r"^f:2: "),
        ("- a\n", r"^f: a mapping is expected$"),
        ("", r"^f: a mapping is expected$"),
        ("a: \x00", r"^f:1: not YAML: "),
        ("a: !!python/object:os.system {}", r"^f:1: "),
    ],
)
def test_a_mistake_is_told_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(ContractError, match=message) as caught:
        read_yaml_object(text, "f")
    assert "\n" not in str(caught.value)
