"""Step: the answer matches the contract (--self-check)."""

import logging

from mock_server.contract.judge import ContractJudge
from mock_server.http_api.answer import Answer
from mock_server.http_api.call import Call

_LOG = logging.getLogger(__name__)


class SelfCheck:
    """Holds each answer against the contract; one that does not match is logged and becomes a 500."""

    def __init__(self, judge: ContractJudge) -> None:
        self._judge = judge

    def fault(self, call: Call, answer: Answer) -> str | None:
        operation = call.routed_operation
        # The path's template leads to the operation as well as the path does, whatever its values hold.
        faults = self._judge.faults(operation.method, operation.path, answer)
        if not faults:
            return None
        _LOG.error("self-check: %s answered %s: %s", operation.id, answer.status, "; ".join(faults))
        return "; ".join(faults)
