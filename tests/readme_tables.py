"""The tables of the documents that are made from the code. `python -m tests.readme_tables` renews them."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from mock_server.cli.operations import operation_rows
from mock_server.config import SETTINGS, Setting
from mock_server.contract.document import load
from mock_server.control.api import ALL_ROUTES
from mock_server.domain.behaviour import Fidelity
from mock_server.resources import EFFECTIVE_CONTRACT, SCENARIO_FOLDER

_ROOT = Path(__file__).parent.parent
README = _ROOT / "README.md"
OPERATIONS = _ROOT / "docs" / "operations.md"
CONTROL = _ROOT / "docs" / "control-api.md"


def settings_table() -> str:
    rows = [f"| `--{s.name}` | `{s.variable}` | {_default(s)} | {s.meaning} |" for s in SETTINGS]
    return "\n".join(("| option | variable | default | meaning |", "|---|---|---|---|", *rows))


def scenarios_table() -> str:
    rows = [
        f"| `{path.stem}` | {yaml.safe_load(path.read_text(encoding='utf-8'))['description']} |"
        for path in sorted(SCENARIO_FOLDER.glob("*.yaml"))
    ]
    return "\n".join(("| name | what it holds |", "|---|---|", *rows))


def tags_table() -> str:
    """How many operations of each tag have which fidelity."""
    listed = operation_rows(load(EFFECTIVE_CONTRACT))
    counts = Counter((row["tag"], row["fidelity"]) for row in listed)
    totals = Counter(("**all**", row["fidelity"]) for row in listed)
    tags = [*sorted({row["tag"] for row in listed}), "**all**"]
    rows = [
        f"| {tag} | {' | '.join(str((counts | totals)[tag, fidelity] or '') for fidelity in Fidelity)} |"
        for tag in tags
    ]
    return "\n".join(("| tag | rules | state | sample |", "|---|---|---|---|", *rows))


def operations_table() -> str:
    rows = [
        f"| {row['method']} | `{row['path']}` | {row['operationId']} | {row['fidelity']} | {row['confidence']} |"
        for row in operation_rows(load(EFFECTIVE_CONTRACT))
    ]
    head = ("| method | path | operationId | fidelity | confidence |", "|---|---|---|---|---|")
    return "\n".join((*head, *rows))


def routes_table() -> str:
    """The control API's routes; those of a world as they are for the default one."""
    rows = [f"| `{route.method} {route.path}` | {route.scope} | {route.summary} |" for route in ALL_ROUTES]
    return "\n".join(("| below `/__mock__` | of the | does |", "|---|---|---|", *rows))


TABLES: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    README: {"tags": tags_table, "settings": settings_table, "scenarios": scenarios_table},
    OPERATIONS: {"operations": operations_table},
    CONTROL: {"routes": routes_table},
}


def renewed(document: Path) -> str:
    """The document's text with every table as the code has it now."""
    text = document.read_text(encoding="utf-8")
    for name, table in TABLES[document].items():
        begin, end = f"<!-- {name}: ", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        heading, _, _ = rest.partition("\n")
        after = rest.partition(end)[2]
        text = f"{before}{begin}{heading}\n\n{table()}\n\n{end}{after}"
    return text


def _default(setting: Setting) -> str:
    return "" if setting.default is None else f"`{setting.default}`"


if __name__ == "__main__":
    for document in TABLES:
        document.write_text(renewed(document), encoding="utf-8")
