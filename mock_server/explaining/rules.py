"""What the function that refused says of itself."""

import inspect
import sys
from collections.abc import Mapping

from mock_server.catalogue import CATALOGUE, OUTSIDE_THE_CONTRACT, ErrorCode
from mock_server.domain.rules.rule import RULES

CODES: Mapping[str, ErrorCode] = {row.code: row for row in (*CATALOGUE, *OUTSIDE_THE_CONTRACT)}


def sentence_of(rule: str, code: str | None) -> str | None:
    """The first sentence of the rule's docstring; None for a function that is no rule of the domain."""
    for path in RULES.get(code or "", ()):
        module, _, name = path.rpartition(".")
        if name == rule:
            text = inspect.getdoc(getattr(sys.modules[module], name)) or ""
            return " ".join(text.partition("\n\n")[0].split())
    return None
