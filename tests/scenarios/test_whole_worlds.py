"""What a scenario can say of a world besides who is in it: each mistake is told with its line."""

import json
from typing import Any

import pytest

from mock_server.domain.store import Table
from mock_server.domain.tables import (
    ACCEPTED_INVITES,
    API_KEYS,
    AUTH_CODES,
    CLIENT_INVITES,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    DOCUMENTS,
    DUES,
    MEMBERSHIPS,
    ORGANISATIONS,
    OUTBOX,
    USED_CODES,
)
from mock_server.operations.effects import EFFECTS
from mock_server.resources import SCENARIO_FOLDER
from tests.scenarios.test_export import loaded
from tests.scenarios.test_scenario import line_of, mistakes

WHOLE = """\
description: A world with everything in it.
clock: {now: 2025-01-15T10:30:00Z, frozen: true}
ids: {seed: 5, drawn: 12}
industries:
  - {id: b2d4f6a8-1234-5678-9abc-def012345678, name: Bakery}
users:
  - {id: a1111111-1111-1111-1111-111111111111, email: alice@example.com, name: Alice}
clients:
  - id: c1234567-abcd-ef01-2345-6789abcdef01
    name: Platform
    updatedAt: 2025-01-14T00:00:00Z
    updatedBy: a1111111-1111-1111-1111-111111111111
    settings: {primaryColour: '#000000'}
    apiKeys:
      - key-one
      - {secret: key-two, id: d1111111-1111-1111-1111-111111111111, expiresAt: 2026-01-01T00:00:00Z, revoked: true}
    portal:
      - {email: alice@example.com, role: Admin, name: null}
    invites:
      - {token: inv_1, email: bob@example.com, role: Member, expiresAt: 2025-01-22T00:00:00Z}
      - {token: inv_2, email: carol@example.com, role: Owner, expiresAt: 2025-01-22T00:00:00Z, accepted: true}
    records:
      clients.spend-categories:
        - {id: s1, body: {key: van_hire}}
    organisations:
      - id: 9a658587-fe02-402e-b1ac-bfaf53274ef8
        name: Corner Bakery
        industry: Bakery
        profile: {phone: '1'}
        members:
          - {email: alice@example.com, role: Owner, name: Al, createdAt: 2025-01-02T00:00:00Z}
        records:
          invoices.payments:
            - {id: p1, parent: i1, body: {amount: 1}}
codes:
  - jti: j1
    purpose: auth-code
    user: Alice@example.com
    client: c1234567-abcd-ef01-2345-6789abcdef01
    expiresAt: 2025-01-15T10:40:00Z
usedCodes:
  - {jti: j2, expiresAt: 2025-01-15T10:40:00Z}
dues:
  - {kind: bill-ocr, subject: b1, at: 2025-01-15T10:31:00Z}
outgoing:
  - {delivery: d1, at: 2025-01-15T10:30:00Z}
records:
  invoices.reminders:
    - {id: r1, body: {}}
"""


def test_everything_that_it_says_is_in_the_world() -> None:
    world = loaded(WHOLE)
    store = world.store
    tables: list[Table[Any]] = [API_KEYS, CLIENT_INVITES, ACCEPTED_INVITES, AUTH_CODES, USED_CODES]
    counts = {table.name: len(list(store.all(table))) for table in (*tables, DUES, OUTBOX, DOCUMENTS)}
    expected = {"apiKeys": 2, "clientInvites": 1, "acceptedInvites": 1, "authCodes": 1, "usedCodes": 1}
    assert counts == {**expected, "dues": 1, "outbox": 1, "documents": 3}
    assert [(client.settings, client.updated_by) for client in store.all(CLIENTS)] == [
        ({"primaryColour": "#000000"}, "a1111111-1111-1111-1111-111111111111")
    ]
    assert [each.name for each in store.all(CLIENT_MEMBERSHIPS)] == [None]
    assert [(each.name, each.created_at.day) for each in store.all(MEMBERSHIPS)] == [("Al", 2)]
    assert [each.profile for each in store.all(ORGANISATIONS)] == [{"phone": "1"}]
    assert [each.revoked for each in store.all(API_KEYS)] == [False, True]
    assert (world.ids.seed, world.ids.drawn) == (5, 12)


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("user: Alice@example.com", "user: zoe@example.com", "no user has the email zoe@example.com"),
        ("client: c1234567", "client: d1234567", "no client has the id d1234567-abcd-ef01-2345-6789abcdef01"),
        ("jti: j1", "organisation: c1234567-abcd-ef01-2345-6789abcdef01\n    jti: j1", "no organisation has the id "),
        ("kind: bill-ocr", "kind: ghost", "/dues/0/kind: "),
        ("jti: j2", "jti: j1", "the code j1 is there twice"),
        ("token: inv_2", "token: inv_1", "the invite inv_1 is there twice"),
        ("secret: key-two", "secret: key-one", "the API key key-one is there twice"),
        ("secret: key-two", "secret: 'a b'", "/clients/0/apiKeys/1/secret: "),
        ("secret: key-two, ", "", "/clients/0/apiKeys/1/secret: is required"),
        ("seed: 5", "seed: -5", "/ids/seed: "),
        ("drawn: 12", "drawn: 1000000000000", "/ids/drawn: "),
        ("body: {key: van_hire}", "body: none", "/body: "),
        ("id: s1, ", "", "/id: is required"),
        ("{delivery: d1,", "{delivery: 5,", "/outgoing/0/delivery: "),
        ("role: Owner, name: Al", "role: Owner, name: 5", "/name: "),
        ("      - key-one", "      - 5", "/clients/0/apiKeys/0: "),
    ],
)
def test_a_mistake_is_told_with_its_line(good: str, bad: str, told: str) -> None:
    assert good in WHOLE
    (line,) = mistakes(WHOLE.replace(good, bad, 1))
    assert told in line
    assert line.startswith(f"my.yaml:{line_of(WHOLE, good)}: ")


@pytest.mark.parametrize(
    ("after", "added", "told"),
    [
        (
            "dues:\n",
            "  - {kind: bill-ocr, subject: b1, at: 2025-01-15T10:31:00Z}",
            "the bill-ocr due of b1 is there twice",
        ),
        ("outgoing:\n", "  - {delivery: d1, at: 2025-01-15T10:30:00Z}", "the outgoing delivery d1 is there twice"),
        ("  invoices.reminders:\n", "    - {id: R1, body: {}}", "in invoices.reminders the id r1 is there twice"),
    ],
)
def test_what_must_be_there_once_is_told_where_it_comes_again(after: str, added: str, told: str) -> None:
    (line,) = mistakes(WHOLE.replace(after, f"{after}{added}\n", 1))
    assert line.partition(": ")[2] == told


def test_a_record_that_the_contract_could_not_show_is_told_also_where_it_is_kept_as_it_is() -> None:
    added = "          invoices:\n            - {id: i1, body: {status: Lost}}\n"
    after = "            - {id: p1, parent: i1, body: {amount: 1}}\n"
    lines = mistakes(WHOLE.replace(after, after + added))
    assert any("/status: " in line for line in lines)


def test_the_kinds_of_dues_are_those_that_there_are() -> None:
    schema = json.loads((SCENARIO_FOLDER / "scenario.schema.json").read_bytes())
    assert schema["$defs"]["due"]["properties"]["kind"]["enum"] == sorted(EFFECTS)
