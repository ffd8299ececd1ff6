"""What the benchmarks measured, as a Markdown table."""

import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
_LIBRARIES = ("dolfin-mock", "uvicorn", "uvloop", "httptools", "starlette", "connexion")
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, what came out, what was wanted, and whether it is so good.

    None where nothing was wanted.
    """

    name: str
    measured: str
    wanted: str
    is_met: bool | None
    remark: str = ""


def told(row: Row) -> str:
    missed = "MISSED" if row.is_met is False else ""
    return f"{row.name:<52} {row.measured:>10}   {row.wanted:<16} {missed:<7}{row.remark}\n"


def tell(rows: Iterable[Row]) -> list[Row]:
    """Prints rows as they come."""
    kept = []
    for row in rows:
        sys.stdout.write(told(row))
        sys.stdout.flush()
        kept.append(row)
    return kept


def write(rows: Iterable[Row], how: str) -> None:
    lines = [f"| {row.name} | {row.measured} | {row.wanted} | {_met(row)} | {row.remark} |" for row in rows]
    RESULTS.write_text("\n".join([*_head(how), *lines, ""]), encoding="utf-8")


def _met(row: Row) -> str:
    if row.is_met is None:
        return "-"
    return "yes" if row.is_met else "**no**"


def _head(how: str) -> list[str]:
    return [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({how}).",
        "",
        f"- Machine: {_processor()}, {platform.system()} {platform.machine()}",
        f"- Python {platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}",
        "- Requests repeat their heads, as those of load generators do; two rows tell of heads that never come again.",
        "- Ratios are medians over the rounds, mock and bare endpoint asked in turn; p99 is the mock's to the bare's.",
        "",
        "| what | measured | wanted | met | remark |",
        "|---|---|---|---|---|",
    ]


def _processor() -> str:
    """The model and how many; no name of the machine."""
    lines = _CPUINFO.read_text(encoding="utf-8").split("\n") if _CPUINFO.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.processor() or "unknown processor"
