"""Rules on clients."""

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.model import ClientId
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(RECORD_NOT_FOUND)
def require_same_client(client_id: ClientId, named: str) -> ClientId:
    """The client in the path is the caller's own: another one looks like none."""
    if named.lower() != client_id:
        raise Violation(RECORD_NOT_FOUND)
    return client_id
