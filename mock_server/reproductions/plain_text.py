"""A script for people to read, and for programs."""

import base64
from collections.abc import Iterator

from mock_server.json_value import Json
from mock_server.reproductions.beginning import whole_beginning
from mock_server.reproductions.script import Body, Filler, Script, Start, Step

_MOST_SHOWN = 4_000
"""Characters of a body: who reads wants to see what is asked, not a file."""


def plain_text(script: Script) -> str:
    """The requests, one paragraph each, and what comes of them."""
    steps = (_paragraph(number, step) for number, step in enumerate(script.steps, 1))
    return "\n".join((script.title, "", _world(script.start), "", *steps, f"Answer: {script.expected.told}"))


def as_json(script: Script) -> dict[str, Json]:
    """`start` is the body of `POST /__mock__/worlds`; a step with `control` is for the control API of that world."""
    return {
        "title": script.title,
        "start": whole_beginning(script.start),
        "steps": [_step_json(step) for step in script.steps],
        "expected": {"status": script.expected.status, "code": script.expected.code},
    }


def _world(start: Start) -> str:
    begun = whole_beginning(start)
    more = "".join(f", {name} {begun[name]}" for name in ("seed", "now") if name in begun)
    return f"In a world of its own, from the scenario {start.scenario}{more}, whose clock stands still:"


def _paragraph(number: int, step: Step) -> str:
    where = " (control API of the world)" if step.control else ""
    return "".join(f"{line}\n" for line in (f"{number}. {step.method} {step.path}{where}", *_indented(step)))


def _indented(step: Step) -> Iterator[str]:
    yield from (f"   {name}: {value}" for name, value in step.headers.items())
    if step.body is not None:
        yield f"   {_shown(step.body)}"
    yield from (f"   {pointer} of the answer is ${{{name}}}" for name, pointer in step.keep.items())


def _shown(body: Body) -> str:
    if isinstance(body, Filler):
        return f"({body.size} spaces)"
    if isinstance(body, str) and len(body) <= _MOST_SHOWN:
        return body
    return f"({len(body or '')} {'characters' if isinstance(body, str) else 'bytes'})"


def _step_json(step: Step) -> dict[str, Json]:
    return {
        "method": step.method,
        "path": step.path,
        "headers": dict(step.headers),
        **_body_json(step.body),
        **({"keep": dict(step.keep)} if step.keep else {}),
        "control": step.control,
    }


def _body_json(body: Body) -> dict[str, Json]:
    if isinstance(body, Filler):
        return {"spaces": body.size}
    if isinstance(body, bytes):
        return {"base64": base64.b64encode(body).decode()}
    return {} if body is None else {"body": body}
