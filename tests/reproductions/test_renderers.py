"""A script that is written down, for bash or for pytest, sends what it says, whatever that is."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.reproductions.bash_words import quoted, quoted_latin
from mock_server.reproductions.curl_script import curl_script
from mock_server.reproductions.pytest_file import pytest_file
from mock_server.reproductions.recipe import NOON
from mock_server.reproductions.script import Expected, Filler, Script, Start, Step
from tests.reproductions.recorder import Recorder, recorder

Run = Callable[[str, Recorder, Path], int]
START = Start("acme", seed=7, now=NOON)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HEADER_TEXTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f")).map(str.strip)
ODD = 'it\'s "quoted" $HOME `id` \\n \\ !! é 漢 \u2028 \t\r\n\x01\x1b\x7f @x ${unknown} END\nEND\n'


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recorder() as recorded:
        yield recorded


def run_bash(text: str, server: Recorder, folder: Path) -> int:
    file = folder / "reproduce.sh"
    file.write_bytes(text.encode())
    return _run(["bash", str(file)], server)


def run_pytest(text: str, server: Recorder, folder: Path) -> int:
    file = folder / "test_reproduce.py"
    file.write_bytes(text.encode())
    return _run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(file)], server
    )


def _run(command: list[str], server: Recorder) -> int:
    done = subprocess.run(
        command,
        env={
            **os.environ,
            "MOCK": server.url,
            "DOLFIN_MOCK_CONTROL_TOKEN": "t'o\"k",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode


WRITTEN = [pytest.param(curl_script, run_bash, id="curl"), pytest.param(pytest_file, run_pytest, id="pytest")]
Write = Callable[[Script], str]


@pytest.mark.parametrize(("write", "run"), WRITTEN)
def test_requests_arrive_as_the_script_has_them(write: Write, run: Run, server: Recorder, tmp_path: Path) -> None:
    large = "é'" * 150_000
    steps = (
        Step("POST", "/a/..//%2e/[x]{y}?q=%27&r=${unknown}", {"x-odd": 'it\'s é "${unknown}"', "x-none": ""}, ODD),
        Step(
            "PATCH",
            "/bytes",
            {"content-type": "application/pdf"},
            bytes(range(256)),
            {"id": "/id", "x": "/list/0/a~1b"},
        ),
        Step("PUT", "/k/${x}", {"authorization": "Bearer ${x}${y}"}, "a ${id} b"),
        Step("POST", "/file", {"Content-Length": "3", "Host": "elsewhere"}, "@/etc/passwd"),
        Step("POST", "/large", {}, large),
        Step("POST", "/nul", {}, "a\0b"),
        Step("DELETE", "/none", {}),
        Step("POST", "/size", {}, Filler(2_000_000)),
        Step("POST", "/clock/advance", {"content-type": "application/json"}, '{"seconds": 1}', control=True),
        Step("HEAD", "/last", {}),
    )
    assert run(write(Script('It\'s "odd"\n\\', START, steps, Expected(409, "Mock.Recorded"))), server, tmp_path) == 0

    got = server.of_the_world
    assert [each.method for each in got] == ["POST", "PATCH", "PUT", "POST", "POST", "POST", "DELETE", "POST", "HEAD"]
    assert [each.path.removeprefix("/w/w-1") for each in got] == [
        "/a/..//%2e/[x]{y}?q=%27&r=${unknown}", "/bytes", "/k/x", "/file", "/large", "/nul", "/none", "/size", "/last",
    ]  # fmt: skip
    assert got[0].headers["x-odd"] == 'it\'s é "${unknown}"'.encode("latin-1")
    assert got[0].headers["x-none"] == b""
    assert got[2].headers["authorization"] == b"Bearer x${y}"
    assert got[3].headers["host"].startswith(b"127.0.0.1")
    assert got[1].headers["content-type"] == b"application/pdf"
    assert all("content-type" not in each.headers for each in (got[0], *got[2:]))
    bodies = (ODD, bytes(range(256)), "a it's é ${id} b", "@/etc/passwd", large, "a\0b", "", " " * 2_000_000, "")
    for each, body in zip(got, bodies, strict=True):
        assert each.body == (body.encode() if isinstance(body, str) else body), each.path


@pytest.mark.parametrize(("write", "run"), WRITTEN)
def test_the_world_of_a_script_is_its_own(write: Write, run: Run, server: Recorder, tmp_path: Path) -> None:
    script = Script("", START, (Step("GET", "/", {}),), Expected(409, "Mock.Recorded"))
    assert run(write(script), server, tmp_path) == 0
    first, *_, last = server.sent
    assert (first.method, first.path, last.method, last.path) == (
        "POST",
        "/__mock__/worlds",
        "DELETE",
        "/__mock__/worlds/w-1",
    )
    assert json.loads(first.body) == {"scenario": "acme", "seed": 7, "now": "2026-01-15T12:00:00Z", "frozen": True}
    assert first.headers["x-mock-control-token"] == last.headers["x-mock-control-token"] == b"t'o\"k"
    assert all("x-mock-control-token" not in each.headers for each in server.of_the_world)


@pytest.mark.parametrize(("write", "run"), WRITTEN)
@pytest.mark.parametrize("text", [ODD, "", "END\n", "a: b", "a\n\n"])
def test_the_text_of_a_scenario_arrives_whole(
    write: Write, run: Run, server: Recorder, tmp_path: Path, text: str
) -> None:
    script = Script("", Start("x", text=text), (Step("GET", "/", {}),), Expected(409, "Mock.Recorded"))
    assert run(write(script), server, tmp_path) == 0
    (made,) = (each for each in server.sent if each.path == "/__mock__/worlds")
    assert json.loads(made.body) == {"scenarioText": text, "frozen": True}


@pytest.mark.parametrize(("write", "run"), WRITTEN)
@pytest.mark.parametrize("expected", [Expected(404, "Mock.Recorded"), Expected(409, "Mock.Other"), Expected(409, None)])
def test_another_answer_fails(write: Write, run: Run, server: Recorder, tmp_path: Path, expected: Expected) -> None:
    script = Script("", START, (Step("GET", "/", {}),), expected)
    assert run(write(script), server, tmp_path) == 1
    assert run(write(replace(script, expected=Expected(409, "Mock.Recorded"))), server, tmp_path) == 0


@pytest.mark.parametrize(("write", "run"), WRITTEN)
def test_an_answer_without_what_later_steps_need_fails(
    write: Write, run: Run, server: Recorder, tmp_path: Path
) -> None:
    steps = (Step("GET", "/", keep={"x": "/missing"}), Step("GET", "/${x}"))
    assert run(write(Script("", START, steps, Expected(409, "Mock.Recorded"))), server, tmp_path) != 0
    assert len(server.of_the_world) == 1
    assert server.sent[-1].method == "DELETE"


def test_a_curl_script_without_a_server_says_so(tmp_path: Path) -> None:
    script = Script("", START, (Step("GET", "/", {}),), Expected(409, None))
    assert run_bash(curl_script(script), Recorder(url="http://127.0.0.1:1"), tmp_path) == 2


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_bash_reads_a_quoted_text_as_it_was(texts: list[str]) -> None:
    assert _printed(" ".join(map(quoted, texts))) == b"".join(text.encode() + b"\0" for text in texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(HEADER_TEXTS, min_size=1, max_size=20))
def test_bash_reads_a_quoted_header_in_latin_1(texts: list[str]) -> None:
    assert _printed(" ".join(map(quoted_latin, texts))) == b"".join(text.encode("latin-1") + b"\0" for text in texts)


def _printed(words: str) -> bytes:
    return subprocess.run(["bash", "-c", f"printf '%s\\0' {words}"], capture_output=True, check=True, timeout=20).stdout


@pytest.mark.parametrize("title", ["The code was used", "The code was used."])
def test_a_module_begins_with_two_sentences(title: str) -> None:
    text = pytest_file(Script(title, START, (Step("GET", "/me", {}),), Expected(401, "Mock.Unauthorized")))
    assert text.startswith('"""The code was used. Expected: 401 Mock.Unauthorized.\n')
