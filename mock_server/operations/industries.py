"""Tag Industries: what an organisation can be."""

from mock_server.domain.tables import INDUSTRIES
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["list_industries"]


def list_industries(world: World, request: OperationRequest) -> Json:  # noqa: ARG001  (every operation has this shape)
    return {"data": [{"id": industry.id, "name": industry.name} for industry in world.store.all(INDUSTRIES)]}
