"""The file of a snapshot: exact, and refused with a reason where it is damaged or makes no sense."""

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.domain import tables
from mock_server.domain.saving import save
from mock_server.domain.store import Table
from mock_server.domain.world import World
from mock_server.http_api.json_codec import read_json, write_json
from mock_server.operations.effects import EFFECTS
from mock_server.scenarios import snapshot_file
from mock_server.scenarios.record_json import RECORDS
from mock_server.scenarios.snapshot_file import SnapshotFileError
from tests.asgi import ACME, InProcess
from tests.lived_in import LivedIn
from tests.reproductions.performing import contract
from tests.scenarios.used import used_world

Change = Callable[[dict[str, Any]], object]


def file_of(world: World) -> dict[str, Any]:
    written = read_json(write_json(snapshot_file.written("mine", save(world))))
    assert isinstance(written, dict)
    return written


def sealed(file: dict[str, Any]) -> dict[str, Any]:
    """With the digest that fits: whoever changes a file on purpose can make it."""
    return {**file, "digest": snapshot_file.digest(file["world"])} if isinstance(file.get("world"), dict) else file


def reason(file: Any) -> str:
    with pytest.raises(SnapshotFileError) as caught:
        snapshot_file.read(file, contract(), EFFECTS)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture(scope="module")
def lived_in() -> dict[str, Any]:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    mock.code("a1111111-1111-1111-1111-111111111111")
    return file_of(mock.server.worlds.default)


def changed(file: dict[str, Any], change: Change) -> dict[str, Any]:
    copied = copy.deepcopy(file)
    change(copied["world"])
    return sealed(copied)


def test_every_table_of_a_world_is_in_it() -> None:
    assert set(RECORDS) == {value for value in vars(tables).values() if isinstance(value, Table)}


def test_what_is_read_is_what_was_written_to_the_last_position() -> None:
    world = used_world(InProcess(seed=1))
    name, read = snapshot_file.read(file_of(world), contract(), EFFECTS)
    saved = save(world)
    assert name == "mine"
    for table in RECORDS:
        assert list(read.store.placed(table)) == list(saved.store.placed(table))
    assert read.store.last_position == saved.store.last_position
    assert (read.origin, read.drawn, read.now, read.frozen) == (saved.origin, saved.drawn, saved.now, saved.frozen)
    assert (read.planned_organisations, read.planned_users) == (saved.planned_organisations, saved.planned_users)


@pytest.mark.parametrize("file", [None, [], 5, "text", {}, {"format": "other"}, {"format": "dolfin-mock snapshot"}])
def test_what_is_no_snapshot_is_told_so(file: Any) -> None:
    assert reason(file)


def test_another_version_is_told() -> None:
    assert "version" in reason({"format": snapshot_file.FORMAT, "version": 2})


def test_a_file_that_was_changed_is_noticed(lived_in: dict[str, Any]) -> None:
    file = copy.deepcopy(lived_in)
    file["world"]["tables"]["documents"][0]["record"]["body"]["name"] = "Other"
    assert "digest" in reason(file)


CHANGES: dict[str, tuple[Change, str]] = {
    "a table that there is not": (lambda w: w["tables"].update(ghosts=[]), "world.tables"),
    "a table less": (lambda w: w["tables"].pop("dues"), "world.tables"),
    "a table that is no list": (lambda w: w["tables"].update(dues={"a": 1}), "world.tables"),
    "a member more": (lambda w: w.update(colour="red"), "does not belong"),
    "a member less": (lambda w: w.pop("now"), "missing"),
    "a record with a member more": (lambda w: _record(w, "users").update(colour="red"), "does not belong"),
    "a record with a member less": (lambda w: _record(w, "users").pop("email"), "missing"),
    "a number for a text": (lambda w: _record(w, "users").update(email=5), "not text"),
    "null for a text": (lambda w: _record(w, "users").update(email=None), "not text"),
    "a role that there is not": (lambda w: _record(w, "memberships").update(role="King"), "memberships"),
    "no time": (lambda w: _record(w, "clients").update(createdAt="noon"), "time"),
    "a time without a zone": (lambda w: _record(w, "clients").update(createdAt="2025-01-01T00:00:00"), "time"),
    "a record that is none": (lambda w: w["tables"]["users"][0].update(record=[]), "users"),
    "a body that is none": (lambda w: _record(w, "documents").update(body=[]), "documents"),
    "yes for true": (lambda w: w.update(frozen="yes"), "frozen"),
    "true for a number": (lambda w: w.update(drawn=True), "drawn"),
    "a fraction of an id": (lambda w: w.update(drawn=1.5), "drawn"),
    "more ids than can be drawn": (lambda w: w.update(drawn=10**12), "range"),
    "fewer ids than none": (lambda w: w.update(drawn=-1), "range"),
    "a seed below zero": (lambda w: w.update(seed=-1), "range"),
    "a seed of a thousand digits": (lambda w: w.update(seed=10**1000), "range"),
    "a clock at the end of time": (lambda w: w.update(now="9999-12-31T00:00:00Z"), "clock"),
    "a position twice": (
        lambda w: w["tables"]["users"][1].update(position=w["tables"]["users"][0]["position"]),
        "grow",
    ),
    "a position below zero": (lambda w: w["tables"]["users"][0].update(position=-1), "grow"),
    "a position past the last": (lambda w: w.update(lastPosition=1), "grow"),
    "a record twice": (lambda w: _twice(w, "users"), "twice"),
    "an email twice": (lambda w: w["tables"]["users"][1]["record"].update(email="ALICE@acmeplumbing.co.uk"), "email"),
    "a membership of nobody": (lambda w: _record(w, "memberships").update(userId="nobody"), "not there"),
    "a membership of no organisation": (lambda w: _record(w, "memberships").update(organisationId="none"), "not there"),
    "a membership of another client": (lambda w: _record(w, "memberships").update(clientId="none"), "another client"),
    "a key of no client": (lambda w: _record(w, "apiKeys").update(clientId="none"), "not there"),
    "an organisation of no client": (lambda w: _record(w, "organisations").update(clientId="none"), "not there"),
    "an organisation of no industry": (lambda w: _record(w, "organisations").update(industryId="none"), "not there"),
    "a portal user who is not there": (lambda w: _record(w, "clientMemberships").update(userId="none"), "not there"),
    "a code of nobody": (lambda w: _record(w, "authCodes").update(userId="none"), "not there"),
    "a document of nobody": (lambda w: _record(w, "documents").update(ownerId="none"), "nobody"),
    "a due of no kind": (lambda w: _record(w, "dues").update(kind="none"), "dues"),
    "a record that the contract cannot show": (lambda w: _first_invoice(w).update(status="Lost"), "invoices: /status"),
}


def _record(world: dict[str, Any], table: str) -> dict[str, Any]:
    record: dict[str, Any] = world["tables"][table][0]["record"]
    return record


def _first_invoice(world: dict[str, Any]) -> dict[str, Any]:
    documents = (row["record"] for row in world["tables"]["documents"])
    return next(document["body"] for document in documents if document["collection"] == "invoices")


def _twice(world: dict[str, Any], table: str) -> None:
    world["lastPosition"] += 1
    world["tables"][table].append({**world["tables"][table][0], "position": world["lastPosition"]})


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_a_world_that_cannot_be_is_refused_with_a_reason(lived_in: dict[str, Any], change: Change, told: str) -> None:
    assert told in reason(changed(lived_in, change))


_JUNK: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({}) | st.just({"a": 1})
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_place_the_file_is_read_or_refused(lived_in: dict[str, Any], data: st.DataObject) -> None:
    file = copy.deepcopy(lived_in)
    _put_somewhere(file["world"], data)
    with suppress(SnapshotFileError):
        _, read = snapshot_file.read(sealed(file), contract(), EFFECTS)
        json.dumps(snapshot_file.written("mine", read))


def _put_somewhere(value: Any, data: st.DataObject) -> None:
    """Puts junk in the place of a value, somewhere inside."""
    key = data.draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
    inner = value[key]
    if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
        _put_somewhere(inner, data)
    else:
        value[key] = data.draw(_JUNK)
