"""The built wheel, installed, serves from anywhere: contract, scenarios and pages travel with it."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE
from tests.running import program

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of a fresh environment that has the wheel, and our libraries beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(PROJECT))
    (wheel,) = folder.glob("dolfin_mock-*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    packages = _run(str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel))
    # Our libraries come after the wheel; a path that is added this way runs no .pth of theirs, ours included.
    Path(packages, "libraries.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    return environment / "bin"


def _run(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_an_installed_wheel_serves_from_an_empty_folder_all_that_a_checkout_does(
    installed: Path, tmp_path: Path
) -> None:
    for path in _data_files(installed):
        assert installed.parent in path.parents
        assert path.is_file()
    command = (str(installed / "dolfin-mock"),)
    with program(command=command, cwd=tmp_path) as server, httpx.Client(base_url=server.url) as client:
        _log_in_and_look_around(client)
    for scenario in ("guide", "empty"):
        with program("--scenario", scenario, command=command, cwd=tmp_path) as server:
            assert f"scenario {scenario}" in server.banner
    assert "up to date" in _run(*command, "contract", "check")
    assert list(tmp_path.iterdir()) == []


def _data_files(installed: Path) -> tuple[Path, ...]:
    code = "from mock_server import resources as r; print(r.EFFECTIVE_CONTRACT, r.SCENARIO_FOLDER / 'acme.yaml')"
    return tuple(map(Path, _run(str(installed / "python"), "-P", "-c", code).split()))


def _log_in_and_look_around(client: httpx.Client) -> None:
    code = client.post("/auth/codes", headers={"x-dolfin-api-key": ACME_KEY}, json={"userId": ALICE})
    assert code.status_code == 201
    session = client.post("/auth/exchange", json={"code": code.json()["code"]})
    assert session.status_code == 200
    bearer = {"authorization": f"Bearer {session.json()['token']}"}
    assert client.get("/me", headers=bearer).json()["userId"] == ALICE
    invoices = client.get("/invoices", headers={**bearer, "x-dolfin-organisation-id": ACME})
    assert len(invoices.json()["data"]) == 3
    assert client.get("/sandbox").status_code == 200
    assert client.get("/sandbox.js").status_code == 200
    assert client.get("/openapi.yaml").status_code == 200
