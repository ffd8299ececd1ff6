"""The built wheel, installed, serves from anywhere: contract, scenarios and pages travel with it."""

import os
import re
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
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
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


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=cwd, env=env)
    assert ended.returncode == 0, ended.stderr + ended.stdout
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


def test_the_documented_example_passes_beside_an_installed_wheel_in_one_process_and_in_two(
    installed: Path, tmp_path: Path
) -> None:
    example = EXAMPLE.findall((PROJECT / "docs" / "pytest.md").read_text(encoding="utf-8"))[0]
    assert 8 <= len(example.splitlines()) <= 12
    (tmp_path / "test_example.py").write_text(example, encoding="utf-8")
    plugins = ("-p", "dolfin_mock", "-p", "xdist", "-p", "no:cacheprovider")
    for workers in ("0", "2"):
        command = (str(installed / "python"), "-m", "pytest", "-W", "error", "-n", workers, *plugins, str(tmp_path))
        told = _run(*command, cwd=tmp_path, env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
        assert "1 passed" in told
    shown = _run(str(installed / "python"), "-m", "pytest", "--fixtures", "-p", "no:cacheprovider", cwd=tmp_path)
    assert re.search(r"^dolfin_mock -- .*environment.*plugin\.py", shown, re.MULTILINE), "found without being named"


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
