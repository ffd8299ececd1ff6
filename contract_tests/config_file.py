"""`--config FILE`: the options of `verify` in YAML, and the credentials."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_tests.options import UsageError

CREDENTIALS = "credentials"


def read_config(file: Path, known: frozenset[str]) -> Mapping[str, Any]:
    """The values by option name (`allow-writes`), and `credentials` by the names of their variables.

    Raises UsageError for a file that is no such mapping.
    """
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"cannot read {file}: {type(error).__name__}") from error
    if not isinstance(values, dict):
        raise UsageError(f"{file}: a mapping of option names to values is expected")
    unknown = sorted(str(name) for name in set(values) - known - {CREDENTIALS})
    if unknown:
        raise UsageError(f"{file}: no such option as {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    if not isinstance(values.get(CREDENTIALS, {}), dict):
        raise UsageError(f"{file}: credentials is a mapping such as DOLFIN_API_KEY: ...")
    return values
