"""What a page of invoices costs at 100,000 records, as a ratio to 100. `python -m benchmarks.list_pages [rounds]`.

Both worlds are asked in turn, in this process: the first page, a page deep in the list, one with a filter that every
record passes, and one with a filter that twenty records pass.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from benchmarks.in_process import API_KEY, Ask, answered, compared, seconds_of
from benchmarks.table import Row, tell
from mock_server.bootstrap import Server, bootstrap
from mock_server.config import Settings
from mock_server.domain import documents
from mock_server.domain.collections import CUSTOMERS, INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.tables import ORGANISATIONS

_SIZES = (100, 100_000)
_PAGE = 20
_DEEP = 0.6
_REPEATS = 20
_ROUNDS = 60
_MOST = 1.20


@dataclass(frozen=True, slots=True)
class _Filled:
    """A server with an organisation of so many invoices, and a customer of twenty."""

    server: Server
    organisation: str
    rare: str
    size: int

    def ask(self, **query: str | int) -> Ask:
        headers = (API_KEY, (b"x-dolfin-organisation-id", self.organisation.encode()))
        return Ask("GET", "/invoices?" + urlencode({"Limit": _PAGE, **query}), headers=headers)

    def deep_cursor(self) -> str:
        """The cursor of a page far into the list."""
        cursor = ""
        for _ in range(int(self.size * _DEEP / _PAGE)):
            page = json.loads(answered(self.server.application, self.ask(Cursor=cursor)))
            cursor = page["meta"]["cursors"]["next"]
        return cursor

    def pages(self) -> dict[str, Ask]:
        return {
            "first page": self.ask(),
            "deep page": self.ask(Cursor=self.deep_cursor()),
            "all pass a filter": self.ask(Status="Draft"),
            "few pass a filter": self.ask(CustomerId=self.rare),
        }


def filled(count: int) -> _Filled:
    server = bootstrap(Settings(scenario="acme", seed=1))
    world = server.worlds.default
    organisation = next(world.store.all(ORGANISATIONS)).id
    author = Author(organisation)
    rare, usual = (documents.create(world, CUSTOMERS, author, {"name": name}).id for name in ("Rare", "Usual"))
    for number in range(count):
        members = {
            "customerId": rare if number < _PAGE else usual,
            "status": "Draft",
            "documentNumber": f"INV-{number}",
            "currency": "GBP",
        }
        documents.create(world, INVOICES, author, {**members, "lineItems": []})
    return _Filled(server, organisation, rare, count)


def rows(rounds: int = _ROUNDS) -> Iterator[Row]:
    small, large = (filled(size) for size in _SIZES)
    small_pages, large_pages = small.pages(), large.pages()
    for name in small_pages:
        many = partial(seconds_of, large.server.application, [large_pages[name]] * _REPEATS)
        few = partial(seconds_of, small.server.application, [small_pages[name]] * _REPEATS)
        ratio = compared(many, few, rounds)
        told = f"list of {_SIZES[1]} to {_SIZES[0]} records: {name}"
        yield Row(told, f"{ratio:.2f}", f"at most {_MOST}", ratio <= _MOST)


if __name__ == "__main__":
    tell(rows(*(int(argument) for argument in sys.argv[1:])))
