"""What finding the operation costs with all operations, as a ratio to 7. `python -m benchmarks.routing [rounds]`.

The router alone, up to an endpoint that does nothing; the same requests to both.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.in_process import Ask, compared, seconds_of
from benchmarks.table import Row, tell
from mock_server.contract.document import Contract, load
from mock_server.contract.routing_view import routing_view
from mock_server.http_api.routing import routed_by_connexion
from mock_server.resources import EFFECTIVE_CONTRACT

_FEW = (
    "createAuthCode",
    "exchangeAuthCode",
    "getMe",
    "listInvoices",
    "getInvoice",
    "createInvoice",
    "listOrganisationUsers",
)
_REPEATS = 300
_ROUNDS = 60
_MOST = 1.05


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  (ASGI's signature)
    await send({"type": "http.response.start", "status": 200})


def rows(rounds: int = _ROUNDS) -> Iterator[Row]:
    contract = load(EFFECTIVE_CONTRACT)
    few = replace(contract, operations={name: contract.operations[name] for name in _FEW})
    asks = [Ask(operation.method, _filled(operation.path)) for operation in few.operations.values()] * _REPEATS
    many_routed, few_routed = _routed(contract), _routed(few)
    ratio = compared(lambda: seconds_of(many_routed, asks), lambda: seconds_of(few_routed, asks), rounds)
    name = f"routing, {len(contract.operations)} operations to {len(_FEW)}"
    yield Row(name, f"{ratio:.3f}", f"at most {_MOST}", ratio <= _MOST)


def _routed(contract: Contract) -> ASGIApp:
    return routed_by_connexion(_nothing, routing_view(contract))


def _filled(path: str) -> str:
    return path.replace("{id}", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01").replace("{organisationId}", "9a658587")


if __name__ == "__main__":
    tell(rows(*(int(argument) for argument in sys.argv[1:])))
