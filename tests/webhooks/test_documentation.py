"""docs/webhooks.md says what is so."""

import re
from pathlib import Path
from typing import Any

from mock_server.domain.deliveries import signature
from mock_server.domain.events import EVENT_TYPES
from tests.asgi import NOON

TEXT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def test_it_lists_the_events_that_there_are() -> None:
    listed = TEXT.partition("Known events: ")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"`([^`]+)`", listed)) == EVENT_TYPES


def test_its_check_of_a_signature_tells_genuine_from_forged() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    body = '{"name":"Café"}'.encode()
    signed = signature("whsec_a", body, NOON)
    assert names["is_genuine"]("whsec_a", signed, body)
    assert not names["is_genuine"]("whsec_b", signed, body)
    assert not names["is_genuine"]("whsec_a", signed, body + b" ")
    assert not names["is_genuine"]("whsec_a", signed.replace("t=1", "t=2"), body)
