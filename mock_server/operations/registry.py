"""Which operation function answers which operationId: the id in snake_case is the function's name."""

import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TypeAlias

from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json
from mock_server.operations import auth, industries, invoices, organisations, users

OperationFunction: TypeAlias = Callable[[World, OperationRequest], Json]

_MODULES: tuple[ModuleType, ...] = (auth, industries, invoices, organisations, users)


def _operation_id(function_name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), function_name)


OPERATIONS: Mapping[str, OperationFunction] = {
    _operation_id(name): getattr(module, name) for module in _MODULES for name in module.__all__
}
