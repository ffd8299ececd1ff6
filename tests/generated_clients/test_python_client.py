"""A client that openapi-python-client makes of the served contract goes through the guide's journey."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from tests.generated_clients.met import EXPECTED, met
from tests.running import Program, program

GENERATOR = Path(sys.executable).parent / "openapi-python-client"
JOURNEY = Path(__file__).parent / "journey.py"


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    with program() as running:
        yield running


@pytest.fixture(scope="module")
def generated(server: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the client's package is in."""
    if not GENERATOR.exists():
        pytest.skip("openapi-python-client is not installed: pip install -e '.[dev]'")
    folder = tmp_path_factory.mktemp("python_client")
    contract = folder / "openapi.json"
    contract.write_bytes(httpx.get(f"{server.url}/openapi.json").content)
    # It calls ruff to write its code tidily, by name.
    path = f"{GENERATOR.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    package = folder / "dolfin_api_client"
    files = ("--path", str(contract), "--output-path", str(package))
    _run([GENERATOR, "generate", *files, "--meta", "none", "--fail-on-warning"], {**os.environ, "PATH": path})
    return folder


def _run(command: Sequence[Path | str], environment: dict[str, str]) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_every_operation_of_the_contract_is_in_the_generated_client(server: Program, generated: Path) -> None:
    paths = httpx.get(f"{server.url}/openapi.json").json()["paths"]
    operations = sum(isinstance(one, dict) and "responses" in one for path in paths.values() for one in path.values())
    made = [file for file in (generated / "dolfin_api_client" / "api").rglob("*.py") if file.name != "__init__.py"]
    assert len(made) == operations


def test_the_generated_client_goes_through_the_journey(server: Program, generated: Path) -> None:
    assert met(_run([sys.executable, JOURNEY, server.url], {**os.environ, "PYTHONPATH": str(generated)})) == EXPECTED


def test_the_types_of_the_generated_client_allow_the_journey(generated: Path) -> None:
    mypy = shutil.which("mypy", path=str(GENERATOR.parent))
    assert mypy is not None
    options = ["--config-file=", "--strict", "--follow-imports=silent", f"--cache-dir={generated / 'cache'}"]
    _run([mypy, *options, JOURNEY], {**os.environ, "MYPYPATH": str(generated)})
