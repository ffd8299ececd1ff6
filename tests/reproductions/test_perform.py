"""What a step keeps of its answer for the steps after it."""

from collections.abc import Mapping

import pytest

from mock_server.reproductions.perform import Received, ScriptError, perform
from mock_server.reproductions.script import Expected, Script, Start, Step

ANSWER = b'{"data": [{"id": "7", "a/b": "x"}], "paymentUrl": "https://mock.example/i/token-1"}'


def sent_after(pointer: str) -> tuple[object, ...]:
    """Method, path, headers and body of a step that uses what the step before it kept of its answer."""
    sent: list[tuple[object, ...]] = []

    def send(step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received:
        sent.append((step.method, path, headers, body))
        return Received(200, {}, ANSWER)

    keeping = Step("GET", "/first", keep={"kept": pointer})
    using = Step("GET", "/${kept}/${other}", {"authorization": "Bearer ${kept}"}, "[${kept}]")
    perform(Script("Two steps", Start("acme"), (keeping, using), Expected(200, None)), send)
    return sent[-1]


@pytest.mark.parametrize(
    ("pointer", "kept"),
    [("/data/0/id", "7"), ("/data/0/a~1b", "x"), ("/paymentUrl/-1", "token-1"), ("/paymentUrl/2", "mock.example")],
)
def test_a_later_step_uses_what_an_earlier_one_kept(pointer: str, kept: str) -> None:
    wanted = ("GET", f"/{kept}/${{other}}", {"authorization": f"Bearer {kept}"}, f"[{kept}]".encode())
    assert sent_after(pointer) == wanted


def test_a_control_step_that_is_refused_is_told() -> None:
    steps = (Step("PUT", "/clock", control=True), Step("GET", "/x"))
    script = Script("Refused", Start("acme"), steps, Expected(200, None))
    with pytest.raises(ScriptError, match="step 1 \\(PUT /clock\\) was refused with 409"):
        perform(script, lambda *_: Received(409, {}, b""))


@pytest.mark.parametrize("pointer", ["/data/1/id", "/none", "/paymentUrl/9", "/paymentUrl/last"])
def test_an_answer_without_what_is_to_be_kept_is_told(pointer: str) -> None:
    with pytest.raises(ScriptError, match="step 1 \\(GET /first\\) was answered 200, without kept"):
        sent_after(pointer)
