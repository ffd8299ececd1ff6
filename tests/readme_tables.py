"""The tables of the README that are made from the code. `python -m tests.readme_tables` renews them."""

from pathlib import Path

import yaml

from mock_server.config import SETTINGS, Setting
from mock_server.resources import SCENARIO_FOLDER

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    rows = [f"| `--{s.name}` | `{s.variable}` | {_default(s)} | {s.meaning} |" for s in SETTINGS]
    return "\n".join(("| option | variable | default | meaning |", "|---|---|---|---|", *rows))


def scenarios_table() -> str:
    rows = [
        f"| `{path.stem}` | {yaml.safe_load(path.read_text(encoding='utf-8'))['description']} |"
        for path in sorted(SCENARIO_FOLDER.glob("*.yaml"))
    ]
    return "\n".join(("| name | what it holds |", "|---|---|", *rows))


TABLES = {"settings": settings_table, "scenarios": scenarios_table}


def renewed(text: str) -> str:
    """The README's text with every table as the code has it now."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: ", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        heading, _, _ = rest.partition("\n")
        after = rest.partition(end)[2]
        text = f"{before}{begin}{heading}\n\n{table()}\n\n{end}{after}"
    return text


def _default(setting: Setting) -> str:
    return "" if setting.default is None else f"`{setting.default}`"


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
