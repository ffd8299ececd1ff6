"""What an operation does here, and how faithful that is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

OperationFunction: TypeAlias = Callable[[World, OperationRequest], Json]


class Fidelity(StrEnum):
    """Documented rules enforced; real state, inferred from the contract; a value made from the schema."""

    RULES = "rules"
    STATE = "state"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`reason` says of a sample why it is none of the better kinds."""

    function: OperationFunction
    fidelity: Fidelity
    reason: str = ""
