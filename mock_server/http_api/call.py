"""A request on its way through the pipeline, and what the steps found out about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mock_server.contract.document import Operation
from mock_server.domain.faults import Met
from mock_server.domain.model import Organisation
from mock_server.domain.principal import Anonymous, Principal
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.http_api.answer import Answer
from mock_server.http_api.request_head import RequestHead
from mock_server.json_value import Json

_ANONYMOUS = Anonymous()


@dataclass(slots=True)
class Call:
    """Filled in step by step; a step reads only what earlier steps have set.

    `sent` is the body as it came, None where it was over its limit, `body` what was read of it.
    `step` names the one that ran last, `violation` is why it refused. `forced` says that the request asked for its
    answer; `met` is what befalls it, by the faults of the world.
    """

    world: World
    request: RequestHead
    sent: bytes | None
    operation: Operation | None = None
    principal: Principal = _ANONYMOUS
    organisation: Organisation | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Json] = field(default_factory=dict)
    body: Json = None
    answer: Answer | None = None
    step: str = ""
    violation: Violation | None = None
    forced: bool = False
    met: Met | None = None

    @property
    def routed_operation(self) -> Operation:
        assert self.operation is not None, "a step ran before the request was routed"
        return self.operation
