"""Which operation function answers which operationId: the id in snake_case is the function's name."""

import re
from collections.abc import Mapping
from types import ModuleType

from mock_server.domain.behaviour import Behaviour, Fidelity
from mock_server.operations import auth, industries, invoices, organisations, tax_rates, users

_MODULES: tuple[ModuleType, ...] = (auth, industries, invoices, organisations, tax_rates, users)


def _operation_id(function_name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), function_name)


OPERATIONS: Mapping[str, Behaviour] = {
    _operation_id(name): Behaviour(getattr(module, name), Fidelity.RULES)
    for module in _MODULES
    for name in module.__all__
}
