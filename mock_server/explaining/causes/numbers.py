"""Values that are taken, past, or not among those there are."""

from collections.abc import Iterator

from mock_server.domain import times
from mock_server.domain.principal import Anonymous
from mock_server.domain.tables import DOCUMENTS, INDUSTRIES
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, now, then

_UNIQUE = ("documentNumber", "poNumber", "dnNumber", "code", "key", "name", "number")


def taken(exchange: Exchange) -> Iterator[Fact]:
    """The records that have what was sent."""
    sent = {name: exchange.members[name] for name in _UNIQUE if exchange.members.get(name) not in (None, "")}
    owners = _owners(exchange)
    for document in exchange.world.store.all(DOCUMENTS):
        for name, value in sent.items():
            if document.owner_id in owners and _same(document.body.get(name), value):
                shown = exchange.masking.text(str(value))
                yield now(f"The {name} {shown} is that of the record {document.id} in {document.collection}.")


def moment_in_past(exchange: Exchange) -> Iterator[Fact]:
    yield then(f"The world's clock showed {times.written(exchange.entry.at)}.")


def no_such_industry(exchange: Exchange) -> Iterator[Fact]:
    told = [f"{each.name} ({each.id})" for each in exchange.world.store.all(INDUSTRIES)]
    yield helps(f"Industries: {listed(told)}.")


def _owners(exchange: Exchange) -> frozenset[str | None]:
    principal = exchange.entry.principal
    client = None if isinstance(principal, Anonymous) else principal.client_id
    return frozenset({exchange.entry.organisation_id, client} - {None})


def _same(one: object, other: object) -> bool:
    return one is not None and str(one).casefold() == str(other).casefold()
