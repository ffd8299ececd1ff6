"""openapi-fetch and the types that openapi-typescript makes of the served contract go through the guide's journey."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.generated_clients.met import EXPECTED, met
from tests.running import program

FILES = Path(__file__).parent / "typescript"
COMPILER_OPTIONS = (
    "--strict",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
    "--skipLibCheck",
    *("--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"),
)
UNREACHABLE = ("ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "ERR_SOCKET_TIMEOUT")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the journey and the packages it needs."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    for name in ("package.json", "package-lock.json", "journey.ts"):
        shutil.copy(FILES / name, tmp_path)
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1"]
    ended = subprocess.run(
        ["npm", "ci", *options], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path
    )
    unreachable = next((code for code in UNREACHABLE if code in ended.stderr), None)
    if unreachable is not None and ended.returncode != 0:
        pytest.skip(f"the npm registry cannot be reached ({unreachable})")
    assert ended.returncode == 0, ended.stderr
    return tmp_path


def test_the_generated_types_and_openapi_fetch_go_through_the_journey(project: Path) -> None:
    with program() as server:
        # A member with a default may be left out of a request: the generator would require it everywhere.
        generator = ("openapi-typescript", f"{server.url}/openapi.json", "--default-non-nullable=false")
        _run(project, *generator, "-o", "schema.d.ts")
        _run(project, "tsc", *COMPILER_OPTIONS, "journey.ts")
        assert met(_run(project, "node", "journey.js", server.url)) == EXPECTED


def _run(project: Path, program_name: str, *arguments: str) -> str:
    local = project / "node_modules" / ".bin" / program_name
    command = [str(local) if local.exists() else program_name, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=project)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
