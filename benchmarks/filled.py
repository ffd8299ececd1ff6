"""The mock with a world that is full.

`python -m benchmarks.filled [--invoices N] [--codes N --codes-file FILE] [--worlds N] [--contract FOLDER] [--log]`.
"""

import argparse
from pathlib import Path

from benchmarks.serving import serve_as_the_mock
from mock_server.bootstrap import Server, bootstrap
from mock_server.cli.collecting import spare_what_stays
from mock_server.cli.logs import log_to_stderr
from mock_server.config import Settings
from mock_server.domain import documents
from mock_server.domain.auth_codes import mint_code
from mock_server.domain.collections import CUSTOMERS, INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.model import ClientId, CodePurpose, UserId
from mock_server.domain.world import World
from mock_server.scenarios.scenario import load_scenario
from mock_server.scenarios.start import Beginning

ACME = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
ALICE = UserId("a1111111-1111-1111-1111-111111111111")
PLATFORM = ClientId("c1234567-abcd-ef01-2345-6789abcdef01")


def add_invoices(world: World, count: int) -> None:
    author = Author(ACME)
    customer = documents.create(world, CUSTOMERS, author, {"name": "Usual"}).id
    for number in range(count):
        members = {"customerId": customer, "status": "Draft", "documentNumber": f"N-{number}", "currency": "GBP"}
        documents.create(world, INVOICES, author, {**members, "lineItems": []})


def add_worlds(server: Server, count: int) -> None:
    start = server.starter.from_scenario(Beginning(load_scenario("acme", server.contract), seed=1))
    for number in range(count):
        server.worlds.create(f"w-{number}", start)


def write_codes(world: World, count: int, file: Path) -> None:
    codes = (mint_code(world, CodePurpose.LOGIN, ALICE, PLATFORM)[0] for _ in range(count))
    file.write_text("\n".join(codes), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--invoices", type=int, default=0)
    parser.add_argument("--codes", type=int, default=0)
    parser.add_argument("--codes-file", type=Path)
    parser.add_argument("--worlds", type=int, default=0)
    parser.add_argument("--contract")
    parser.add_argument("--log", action="store_true", help="with the access log, as by default")
    given = parser.parse_args()
    server = bootstrap(Settings(contract=given.contract))
    add_invoices(server.worlds.default, given.invoices)
    add_worlds(server, given.worlds)
    if given.codes:
        write_codes(server.worlds.default, given.codes, given.codes_file)
    if given.log:
        log_to_stderr(Settings())
    spare_what_stays()  # as `serve` does
    serve_as_the_mock(server.application)


if __name__ == "__main__":
    main()
