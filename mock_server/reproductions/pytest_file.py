"""A script as a test for pytest and httpx that needs nothing else."""

import base64
import json
from collections.abc import Container, Iterator

from mock_server.json_value import Json
from mock_server.reproductions.beginning import TEXT_MEMBER, beginning
from mock_server.reproductions.framing import own_headers
from mock_server.reproductions.one_line import one_line
from mock_server.reproductions.placeholders import Kept, parts
from mock_server.reproductions.script import Body, Filler, Script, Start, Step

_FUNCTIONS = '''\
MOCK = os.environ.get("MOCK", "http://127.0.0.1:4010").rstrip("/")
TOKEN = os.environ.get("DOLFIN_MOCK_CONTROL_TOKEN")


def send(client, method, path, headers, content=None):
    """One request; its path and headers are sent as they are written."""
    target = httpx.URL(MOCK).raw_path.rstrip(b"/") + path.encode()
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return client.request(method, MOCK, headers=encoded, content=content, extensions={"target": target})


def control(client, method, path, headers=(), content=None):
    token = [("x-mock-control-token", TOKEN)] if TOKEN else []
    return send(client, method, "/__mock__" + path, [*token, *headers], content)


def member(answer, pointer):
    """What is at a JSON pointer of an answer."""
    value = answer.json()
    for part in pointer.split("/")[1:]:
        value = value.split("/") if isinstance(value, str) else value
        value = value[int(part)] if isinstance(value, list) else value[part.replace("~1", "/").replace("~0", "~")]
    return str(value)


@pytest.fixture
def client():
    with httpx.Client(timeout=30) as client:
        yield client


@pytest.fixture
def world(client):
    """A world of its own, dropped at the end."""
    made = control(client, "POST", "/worlds", [("content-type", "application/json")], json.dumps(BEGINNING))
    assert made.status_code == 201, made.text
    name = made.json()["name"]
    yield name
    control(client, "DELETE", f"/worlds/{name}")
'''


def pytest_file(script: Script) -> str:
    """The text of a test module that passes only if the last answer is the expected one."""
    return "\n".join((_heading(script), _beginning(script.start), _FUNCTIONS, "", _test(script)))


def _heading(script: Script) -> str:
    told = one_line(f"{script.title.removesuffix('.')}. Expected: {script.expected.told}.")
    about = told.replace("\\", "\\\\").replace('"', "'")
    return f'''\
"""{about}

Run it with pytest against a running dolfin-mock, at http://127.0.0.1:4010 or where the variable MOCK says.
"""

import base64
import json
import os

import httpx
import pytest
'''


def _beginning(start: Start) -> str:
    members = [f"    {json.dumps(name)}: {_value(value)},\n" for name, value in beginning(start).items()]
    if start.text is not None:
        members.append(f'    "{TEXT_MEMBER}": (\n{_lines(start.text)}    ),\n')
    return f"BEGINNING = {{\n{''.join(members)}}}"


def _value(value: Json) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _lines(text: str) -> str:
    """A text as a literal for each of its lines."""
    return "".join(f"        {line!r}\n" for line in text.splitlines(keepends=True) or [""])


def _test(script: Script) -> str:
    lines = [
        "def test_the_last_request_is_answered_as_expected(client, world):\n",
        "    kept = {}\n",
        *(line for block in _steps(script) for line in block),
        f'    assert (answer.status_code, answer.headers.get("x-mock-error-code")) == '
        f"{(script.expected.status, script.expected.code)!r}, answer.text\n",
    ]
    return "".join(lines)


def _steps(script: Script) -> Iterator[Iterator[str]]:
    known: set[str] = set()
    for step in script.steps:
        yield _step(step, frozenset(known))
        known |= step.keep.keys()


def _step(step: Step, known: Container[str]) -> Iterator[str]:
    call, base = ("control", 'f"/worlds/{world}" + ') if step.control else ("send", 'f"/w/{world}" + ')
    yield f"    answer = {call}(\n        client,\n        {step.method!r},\n        {base}{_text(step.path, known)},\n"
    yield "        [\n"
    for name, value in own_headers(step.headers):
        yield f"            ({name!r}, {_text(value, known)}),\n"
    yield "        ],\n"
    if step.body is not None:
        yield f"        {_content(step.body, known)},\n"
    yield "    )\n"
    for name, pointer in step.keep.items():
        yield f"    kept[{name!r}] = member(answer, {pointer!r})\n"


def _content(body: Body, known: Container[str]) -> str:
    if isinstance(body, Filler):
        return f'b" " * {body.size}'
    if isinstance(body, bytes):
        return f'base64.b64decode("{base64.b64encode(body).decode()}")'
    return f"({_text(body or '', known)}).encode()"


def _text(text: str, known: Container[str]) -> str:
    """An expression for the text, with what earlier steps kept."""
    return " + ".join(f"kept[{p.name!r}]" if isinstance(p, Kept) else repr(p) for p in parts(text, known)) or "''"
