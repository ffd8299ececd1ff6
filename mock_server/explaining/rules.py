"""What the function that refused says of itself."""

import inspect
import sys

from mock_server.domain.rules.rule import RULES


def sentence_of(rule: str, code: str | None) -> str | None:
    """The first sentence of the rule's docstring; None for a function that is no rule of the domain."""
    for path in RULES.get(code or "", ()):
        module, _, name = path.rpartition(".")
        if name == rule:
            text = inspect.getdoc(getattr(sys.modules[module], name)) or ""
            return " ".join(text.partition("\n\n")[0].split())
    return None
