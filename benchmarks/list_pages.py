"""What a page of invoices costs at 100 and at 100,000 records. `python benchmarks/list_pages.py [rounds]`.

Both worlds are asked in turn, in this process: the first page, a page deep in the list, one with a filter that every
record passes, and one with a filter that twenty records pass. Prints medians and their ratio; only the ratio means
anything on another machine.
"""

import asyncio
import statistics
import sys
import time
from typing import Any

import httpx

from mock_server.bootstrap import Server, bootstrap
from mock_server.config import Settings
from mock_server.domain import documents
from mock_server.domain.collections import CUSTOMERS, INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.tables import ORGANISATIONS

_SIZES = (100, 100_000)
_PAGE = 20
_DEEP = 0.6
_DEFAULT_ROUNDS = 200
_KEY = "dol_live_abc123"
_PAGES = {
    "first page": {},
    "deep page": {"Cursor": ""},
    "all pass": {"Status": "Draft"},
    "few pass": {"CustomerId": ""},
}


def filled(count: int) -> tuple[Server, str, str]:
    """A server with an organisation of so many invoices; that organisation's id, and that of a customer of twenty."""
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
    return server, organisation, rare


async def seconds_for(server: Server, organisation: str, query: dict[str, Any]) -> float:
    headers = {"x-dolfin-api-key": _KEY, "x-dolfin-organisation-id": organisation}
    transport = httpx.ASGITransport(app=server.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
        started = time.perf_counter()
        response = await client.get("/invoices", params={"Limit": _PAGE, **query})
        seconds = time.perf_counter() - started
    assert response.status_code == 200, response.text
    assert len(response.json()["data"]) == _PAGE
    return seconds


async def deep_cursor(server: Server, organisation: str, pages: int) -> str:
    """The cursor of a page so many pages into the list."""
    headers = {"x-dolfin-api-key": _KEY, "x-dolfin-organisation-id": organisation}
    cursor = ""
    transport = httpx.ASGITransport(app=server.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
        for _ in range(pages):
            response = await client.get("/invoices", params={"Limit": _PAGE, "Cursor": cursor})
            cursor = response.json()["meta"]["cursors"]["next"]
    return cursor


async def measure(rounds: int) -> None:
    worlds = [filled(size) for size in _SIZES]
    cursors = [
        await deep_cursor(*world[:2], pages=int(size * _DEEP / _PAGE))
        for world, size in zip(worlds, _SIZES, strict=True)
    ]
    for name, query in _PAGES.items():
        taken: list[list[float]] = [[], []]
        for _ in range(rounds):
            for which, world in enumerate(worlds):
                known = {"Cursor": cursors[which], "CustomerId": world[2]}
                asked = {name: value or known[name] for name, value in query.items()}
                taken[which].append(await seconds_for(*world[:2], asked))
        small, large = (statistics.median(seconds) * 1000 for seconds in taken)
        sys.stdout.write(
            f"{name:<11} {_SIZES[0]:>7} records {small:.2f} ms   {_SIZES[1]:>7} records {large:.2f} ms   "
            f"ratio {large / small:.2f}\n"
        )


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT_ROUNDS))
