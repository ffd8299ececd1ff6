"""`GET state`: a world as JSON, its secrets masked."""

import json
from typing import Any

import pytest

from mock_server.domain import tables
from mock_server.domain.store import Table
from mock_server.domain.tables import API_KEYS, AUTH_CODES, CLIENT_INVITES, DOCUMENTS, USED_CODES
from tests.asgi import ACME, ACME_KEY, ALICE, CORNER_BAKERY, OLIVIA, InProcess, refusal
from tests.lived_in import ACME_PLATFORM, LivedIn

INVALID = (400, "Mock.InvalidRequest")


@pytest.fixture(scope="module")
def lived_in() -> InProcess:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    mock.code(ALICE)
    token = mock.login(OLIVIA)
    invite = {"email": "zoe@example.com", "role": "Admin"}
    assert mock.with_token(token, "POST", f"/clients/{ACME_PLATFORM}/invites", json=invite).status_code == 201
    return mock


def state(mock: InProcess, query: str = "") -> Any:
    response = mock.request("GET", f"/__mock__/state{query}")
    assert response.status_code == 200, response.text
    return response.json()


def test_every_table_is_shown_with_time_and_ids(lived_in: InProcess) -> None:
    shown = state(lived_in)
    assert {value.name for value in vars(tables).values() if isinstance(value, Table)} <= shown.keys()
    world = lived_in.server.worlds.default
    assert (shown["seed"], shown["drawn"], shown["frozen"]) == (7, world.ids.drawn, True)
    assert shown["planned"] == {"organisations": {}, "users": {}}


def test_every_record_is_shown(lived_in: InProcess) -> None:
    shown, store = state(lived_in, "?secrets=show"), lived_in.server.worlds.default.store
    for table in store.tables():
        if table is not DOCUMENTS:
            assert len(shown[table.name]) == len(list(store.all(table)))
    bodies = [record["body"] for records in shown["documents"].values() for record in records]
    assert sorted(map(json.dumps, bodies)) == sorted(json.dumps(document.body) for document in store.all(DOCUMENTS))


def test_no_secret_is_shown_unless_it_is_asked_for(lived_in: InProcess) -> None:
    store = lived_in.server.worlds.default.store
    secrets = {
        *(key.secret for key in store.all(API_KEYS)),
        *(invite.token for invite in store.all(CLIENT_INVITES)),
        *(code.jti for code in store.all(AUTH_CODES)),
        *(code.jti for code in store.all(USED_CODES)),
        *(str(each.body["secret"]) for each in store.all(DOCUMENTS) if "secret" in each.body),
    }
    assert len(secrets) >= 6
    masked, shown = (json.dumps(state(lived_in, query)) for query in ("", "?secrets=show"))
    assert not [secret for secret in secrets if secret in masked]
    assert all(secret in shown for secret in secrets)


def test_a_masked_key_keeps_what_tells_its_kind(lived_in: InProcess) -> None:
    key = state(lived_in)["apiKeys"][0]
    assert key["secret"].startswith("dol_live_***")
    assert ACME_KEY not in key["secret"]
    assert key["clientId"] == ACME_PLATFORM


def test_one_collection_is_shown_alone_also_where_it_is_empty(lived_in: InProcess) -> None:
    products = state(lived_in, "?collection=products")
    assert products.keys() == {"now", "frozen", "seed", "drawn", "documents"}
    assert [each["body"]["name"] for each in products["documents"]["products"]][-1] == "Boiler service"
    assert state(lived_in, "?collection=bank-payments")["documents"] == {"bank-payments": []}


def test_one_organisation_is_shown_alone(lived_in: InProcess) -> None:
    shown = state(lived_in, f"?organisation={CORNER_BAKERY.upper()}")
    assert [each["id"] for each in shown["organisations"]] == [CORNER_BAKERY]
    assert [user["email"] for user in shown["users"]] == ["carol@cornerbakery.example"]
    assert shown["documents"].keys() == {"invoices"}
    both = state(lived_in, f"?organisation={ACME}&collection=suppliers")["documents"]
    assert {each["ownerId"] for each in both["suppliers"]} == {ACME}


@pytest.mark.parametrize("query", ["?collection=ghosts", "?organisation=none", "?secrets=yes", "?secrets=", "?what=1"])
def test_what_there_is_not_is_refused(lived_in: InProcess, query: str) -> None:
    assert refusal(lived_in.request("GET", f"/__mock__/state{query}")) == INVALID


def test_two_worlds_are_shown_apart(mock: InProcess) -> None:
    mock.request("POST", "/__mock__/worlds", json={"name": "mine", "scenario": "guide"})
    shown = mock.request("GET", "/__mock__/worlds/mine/state").json()
    assert shown["planned"]["users"].keys() >= {"alice@acmeplumbing.co.uk"}
    assert shown["organisations"] == []
