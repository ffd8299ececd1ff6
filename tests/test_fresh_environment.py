"""The wheel and the image's commands as strangers meet them: fresh environment, empty home, a user without rights."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
import yaml

from tests.asgi import ACME_KEY

PROJECT = Path(__file__).parents[1]
CONSTRAINTS = PROJECT / "container" / "constraints.txt"
UNREACHABLE = "connection broken by"
NOBODY = 65_534
TOKEN = {"DOLFIN_MOCK_CONTROL_TOKEN": "sesame"}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One of a Dockerfile: its word, and the rest of its line."""

    word: str
    rest: str


def dockerfile() -> tuple[Instruction, ...]:
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    split = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return tuple(Instruction(word, rest) for word, _, rest in split)


def last_stage() -> tuple[Instruction, ...]:
    steps = dockerfile()
    return steps[max(index for index, step in enumerate(steps) if step.word == "FROM") :]


def only(word: str) -> str:
    (found,) = (step.rest for step in last_stage() if step.word == word)
    return found


def image_variables() -> Mapping[str, str]:
    """Those of the image, without its PATH."""
    pairs = dict(pair.split("=", 1) for pair in only("ENV").split())
    assert pairs.pop("PATH") == "/opt/dolfin-mock/bin:$PATH"
    return pairs


def image_command() -> list[str]:
    return [*json.loads(only("ENTRYPOINT")), *json.loads(only("CMD"))]


def health_command() -> list[str]:
    return list(json.loads(only("HEALTHCHECK").partition("CMD ")[2]))


def test_the_image_is_slim_pinned_and_runs_as_a_user_without_rights() -> None:
    bases = [step.rest.split()[0] for step in dockerfile() if step.word == "FROM"]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim", base) for base in bases)
    assert only("USER").isdecimal()
    assert int(only("USER")) != 0
    assert only("STOPSIGNAL") == "SIGTERM"
    assert only("EXPOSE") == "4010"
    assert not [step for step in dockerfile() if step.word in ("ADD", "VOLUME", "ONBUILD")]


def test_the_build_is_given_all_that_the_wheel_is_made_of() -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    given = {line.removeprefix("!") for line in lines if line.startswith("!")}
    hatch = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    needed = {*hatch["wheel"]["packages"], *hatch["wheel"]["force-include"], "pyproject.toml", "README.md", "LICENSE"}
    assert given == needed | {"container/constraints.txt"}
    assert all((PROJECT / path).exists() for path in given)
    assert lines[1] == "*"


def test_the_image_pins_every_library() -> None:
    pinned = dict(line.split("==") for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "==" in line)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=; ]", library)[0].lower() for library in project["dependencies"]}
    assert needed <= {name.lower().replace("_", "-") for name in pinned}


def test_the_compose_example_waits_for_health_and_takes_the_token_from_the_environment() -> None:
    services = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    mock, application = services["dolfin-mock"], services["application"]
    assert application["depends_on"]["dolfin-mock"]["condition"] == "service_healthy"
    assert mock["healthcheck"]["test"] == ["CMD", *health_command()]
    assert mock["environment"]["DOLFIN_MOCK_CONTROL_TOKEN"].startswith("${DOLFIN_MOCK_CONTROL_TOKEN:?")
    assert mock["environment"]["DOLFIN_MOCK_ALLOWED_HOST"] == "dolfin-mock"
    assert application["environment"]["DOLFIN_URL"] == "http://dolfin-mock:4010"
    assert all(port.startswith("127.0.0.1:") for port in mock["ports"])
    compile(application["command"][-1], "the application's script", "exec")


@dataclass(frozen=True, slots=True)
class Fresh:
    """An environment that nobody has used, and an empty home; commands run as a user who owns neither, where we can."""

    folder: Path
    user: Mapping[str, Any]
    """What makes a process that user's."""

    @property
    def bin(self) -> Path:
        return self.folder / "environment" / "bin"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def wheel(self) -> Path:
        (wheel,) = self.folder.glob("*.whl")
        return wheel

    def start(
        self, command: Sequence[str], variables: Mapping[str, str], cwd: Path | None = None
    ) -> "subprocess.Popen[str]":
        """Found on the environment's PATH, with no variable of ours."""
        program = shutil.which(command[0], path=f"{self.bin}:/usr/bin:/bin")
        assert program is not None
        return subprocess.Popen(
            [program, *command[1:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd or self.home,
            env={"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(self.home), **variables},
            **self.user,
        )

    def run(
        self, *command: str, variables: Mapping[str, str] = MappingProxyType({}), cwd: Path | None = None
    ) -> tuple[int, str, str]:
        with self.start(command, variables, cwd) as process:
            out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def install(self, *what: str) -> None:
        _pip("--python", str(self.bin / "python"), "install", *what)

    def files(self) -> dict[str, int]:
        """Everything installed, with the time it was written."""
        files = (self.folder / "environment").rglob("*")
        return {str(file): file.stat().st_mtime_ns for file in files if file.is_file()}


def _pip(*arguments: str) -> None:
    """Skips the test where the package registry cannot be reached."""
    command = [sys.executable, "-m", "pip", "--quiet", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if ended.returncode != 0 and UNREACHABLE in ended.stdout + ended.stderr:
        pytest.skip("the package registry cannot be reached")
    assert ended.returncode == 0, ended.stderr


def _python() -> tuple[str, Mapping[str, Any]]:
    """The Python of the environment, and whose its processes are.

    Root hands them to a user without rights, with the system's Python where that user may not run this one.
    """
    if os.getuid() != 0:
        return sys.executable, {}
    nobody: Mapping[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": ()}
    code = f"import sys, venv; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", code], check=False, cwd="/", **nobody).returncode == 0:
                return python, nobody
        except OSError:
            continue
    return sys.executable, {}


@pytest.fixture
def fresh() -> Iterator[Fresh]:
    """In a folder that others may enter, as pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        _pip("wheel", "--no-deps", "--wheel-dir", name, str(PROJECT))
        python, user = _python()
        subprocess.run([python, "-m", "venv", "--without-pip", str(folder / "environment")], check=True, timeout=60)
        made = Fresh(folder, user)
        made.home.mkdir()
        yield made


@contextmanager
def in_the_image(fresh: Fresh, **variables: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The image's command with its variables, on a free port; and its address."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = str(held.getsockname()[1])
    given = {**image_variables(), "DOLFIN_MOCK_PORT": port, **variables}
    process = fresh.start(image_command(), given)
    with process:
        try:
            _until_healthy(fresh, given)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


def _until_healthy(fresh: Fresh, variables: Mapping[str, str]) -> None:
    deadline = time.monotonic() + 30
    while fresh.run(*health_command(), variables=variables)[0] != 0:
        assert time.monotonic() < deadline, "never healthy"
        time.sleep(0.2)


def test_the_wheel_serves_journeys_and_verifies_in_a_fresh_environment(fresh: Fresh) -> None:
    _holds_what_it_should(fresh.wheel)
    fresh.install("--constraint", str(CONSTRAINTS), str(fresh.wheel))
    if fresh.user:
        assert fresh.run("sh", "-c", "id -u; touch x environment/x")[:2] == (1, f"{NOBODY}\n")
    before = fresh.files()
    _serves_as_the_image_does(fresh)
    assert fresh.run("dolfin-mock", "verify") == (
        2,
        "",
        "dolfin-mock: verify needs its extra: pip install 'dolfin-mock[contract]'\n",
    )
    assert fresh.files() == before
    assert list(fresh.home.iterdir()) == []

    fresh.install("--constraint", str(CONSTRAINTS), f"{fresh.wheel}[contract]")
    _has_no_conflicts(fresh)
    _verifies(fresh)


def _holds_what_it_should(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (archive.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mock_server", "contract_tests"}
    assert not [name for name in names if re.search(r"selftests|__pycache__|\.pyc$|(^|/)\.", name)]
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    for path in ("mock_server/py.typed", "contract_tests/py.typed", "contract_tests/journeys/test_guide.py"):
        assert path in names
    assert "License-Expression: MIT\n" in metadata
    assert "Description-Content-Type: text/markdown\n" in metadata


def _serves_as_the_image_does(fresh: Fresh) -> None:
    with in_the_image(fresh) as (url, process):
        _goes_through_the_journey(url)
        assert httpx.get(f"{url}/__mock__/health").status_code == 403
        process.terminate()
        assert process.wait(timeout=20) == 0
    with in_the_image(fresh, **TOKEN) as (url, _):
        for headers, status in (({}, 401), ({"x-mock-control-token": "sesame"}, 200)):
            assert httpx.get(f"{url}/__mock__/health", headers=headers).status_code == status
        assert fresh.run(*health_command(), variables={"DOLFIN_MOCK_PORT": url.rsplit(":", 1)[1]})[0] == 1


def _goes_through_the_journey(url: str) -> None:
    with httpx.Client(base_url=url, headers={"x-dolfin-api-key": ACME_KEY}) as backend:
        industry = backend.get("/industries").json()["data"][0]["id"]
        made = backend.post("/organisations", json={"name": "Fresh Plumbing", "industryId": industry}).json()
        people = f"/organisations/{made['id']}/users"
        user = backend.post(people, json={"email": "alice@fresh.example", "name": "Alice"}).json()
        code = backend.post("/auth/codes", json={"userId": user["userId"]}).json()["code"]
    token = httpx.post(f"{url}/auth/exchange", json={"code": code}).json()["token"]
    headers = {"authorization": f"Bearer {token}", "x-dolfin-organisation-id": made["id"]}
    assert httpx.get(f"{url}/invoices", headers=headers).json()["data"] == []
    for page in ("/docs", "/docs/swagger-ui-bundle.js", "/docs/docs.js", "/sandbox", "/openapi.json"):
        assert httpx.get(f"{url}{page}").status_code == 200, page
    assert "text/html" in httpx.get(url, headers={"accept": "text/html"}).headers["content-type"]


def _has_no_conflicts(fresh: Fresh) -> None:
    _pip("--python", str(fresh.bin / "python"), "check")


def _verifies(fresh: Fresh) -> None:
    """From a folder whose modules are named like the program's and the standard library's; reports go elsewhere."""
    folder, reports = fresh.folder / "users", fresh.folder / "reports"
    folder.mkdir()
    reports.mkdir(mode=0o777)
    reports.chmod(0o777)
    for name in ("mock_server.py", "calendar.py", "conftest.py"):
        (folder / name).write_text("raise RuntimeError('the module of the user was imported')\n", encoding="utf-8")
    before = fresh.files()
    wanted = ("--only", "Auth", "--max-examples", "1", "--seed", "1", "--report-dir", str(reports))
    code, out, err = fresh.run("dolfin-mock", "verify", *wanted, cwd=folder)
    assert code == 0, out + err
    assert "keeps the contract" in out
    assert (reports / "report.html").is_file()
    assert fresh.files() == before
    assert fresh.run("python", "-m", "mock_server", "--version")[0] == 0
