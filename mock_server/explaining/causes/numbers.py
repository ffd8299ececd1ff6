"""Values that are taken, past, or not among those there are."""

from collections.abc import Iterator

from mock_server.domain import times
from mock_server.domain.model import Document
from mock_server.domain.principal import Anonymous
from mock_server.domain.tables import DOCUMENTS, INDUSTRIES
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, helps, listed, now, then

_UNIQUE = ("documentNumber", "poNumber", "dnNumber", "code", "key", "name", "number")


def taken(exchange: Exchange) -> Iterator[Fact]:
    """The records that have what was sent."""
    sent = {name: exchange.members[name] for name in _UNIQUE if exchange.members.get(name) not in (None, "")}
    found = [
        now(f"The {name} {exchange.masking.text(str(value))} is that of {document.id} in {document.collection}.")
        for document in _own_documents(exchange)
        for name, value in sent.items()
        if _same(document.body.get(name), value)
    ]
    yield from found
    if not found:
        told = listed([f"{name} {exchange.masking.text(str(value))}" for name, value in sent.items()])
        yield now(f"No record that is stored has what was sent ({told}): a built-in one does, or one that is gone.")


def moment_in_past(exchange: Exchange) -> Iterator[Fact]:
    yield then(f"The world's clock showed {times.written(exchange.entry.at)}.")


def no_such_industry(exchange: Exchange) -> Iterator[Fact]:
    yield then(f"industryId {exchange.masking.text(str(exchange.members.get('industryId')))} is none of the world.")
    told = [f"{each.name} ({each.id})" for each in exchange.world.store.all(INDUSTRIES)]
    yield helps(f"Industries: {listed(told)}.")


def _own_documents(exchange: Exchange) -> Iterator[Document]:
    principal = exchange.entry.principal
    client = None if isinstance(principal, Anonymous) else principal.client_id
    owners = {exchange.entry.organisation_id, client}
    return (each for each in exchange.world.store.all(DOCUMENTS) if each.owner_id in owners)


def _same(one: object, other: object) -> bool:
    return one is not None and str(one).casefold() == str(other).casefold()
