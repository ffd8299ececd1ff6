"""The organisations that a request names besides the selected one."""

from collections.abc import Iterator

from mock_server.domain.model import Organisation
from mock_server.domain.tables import ORGANISATIONS
from mock_server.explaining.exchange import Exchange


def named_organisations(exchange: Exchange) -> Iterator[Organisation]:
    """Those whose id is in the path or a member of the body."""
    values = (*exchange.path_values.values(), *exchange.members.values())
    for value in dict.fromkeys(value.lower() for value in values if isinstance(value, str)):
        organisation = exchange.world.store.get(ORGANISATIONS, value)
        if organisation is not None:
            yield organisation
