"""The README is true: its tables are the code's, and every shell example does what it says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.readme_tables import README, TABLES, renewed
from tests.running import program

TEXT = README.read_text(encoding="utf-8")
SHELL = [block for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) if "curl" in block]


@pytest.mark.parametrize("document", TABLES, ids=lambda document: document.name)
def test_the_tables_are_those_of_the_code(document: Path) -> None:
    assert renewed(document) == document.read_text(encoding="utf-8"), "run python -m tests.readme_tables"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_example_of_a_refusal_is_refused_with_the_code_above_it() -> None:
    with program() as server:
        script = "\n".join(SHELL).replace("http://127.0.0.1:4010", server.url)
        shown = subprocess.run(["bash", "-eu", "-c", script], capture_output=True, text=True, timeout=60, check=True)
    promised = re.findall(r"^# \d{3} ([\w.]+):", TEXT, flags=re.MULTILINE)
    received = re.findall(r"^x-mock-error-code: ([\w.]+)", shown.stdout, flags=re.MULTILINE)
    assert len(promised) >= 7
    assert received == promised
    assert '"documentNumber":"INV-0003"' in shown.stdout
    printed = re.findall(r"```text\n(.*?)```", TEXT, flags=re.DOTALL)
    assert printed
    assert all(text in shown.stdout for text in printed)
