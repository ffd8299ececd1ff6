"""A saved world as a file: complete and exact, so that any server goes on from it as the one that saved it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from mock_server.contract.document import Contract
from mock_server.domain.clock import is_reachable
from mock_server.domain.origin import Origin, SavedWorld
from mock_server.domain.store import MemoryStore, Placed, Table
from mock_server.json_value import Json, JsonObject
from mock_server.scenarios.integrity import faults_of
from mock_server.scenarios.record_json import RECORDS, RecordJsonError, from_json, to_json

FORMAT = "dolfin-mock snapshot"
VERSION = 1
MOST_DRAWN = 10_000_000
"""Ids are drawn again up to where the world stood: beyond this that takes too long."""
_MOST_SEED = 2**64
_TOLD = 5


class SnapshotFileError(Exception):
    """A file that is no snapshot, or a damaged one; the message says why, on one line."""


@dataclass(frozen=True, slots=True)
class _File:
    format: str
    version: int
    name: str
    digest: str
    world: JsonObject


@dataclass(frozen=True, slots=True)
class _Row:
    position: int
    record: JsonObject


@dataclass(frozen=True, slots=True)
class _World:
    """What a SavedWorld and its origin hold; `started_at` is where the clock started."""

    scenario: str
    scenario_text: str | None
    seed: int
    started_at: datetime
    now: datetime
    frozen: bool
    drawn: int
    planned_organisations: Mapping[str, str]
    planned_users: Mapping[str, str]
    last_position: int
    tables: Mapping[str, tuple[_Row, ...]]


def written(name: str, saved: SavedWorld) -> Json:
    """The content of the file."""
    world = to_json(_kept(saved))
    assert isinstance(world, Mapping)
    return to_json(_File(FORMAT, VERSION, name, digest(world), world))


def read(value: Json, contract: Contract, effects: Collection[str]) -> tuple[str, SavedWorld]:
    """The name and the world that a file holds. `effects` are the kinds of dues that there are.

    Raises SnapshotFileError for whatever no world of this server could be.
    """
    try:
        return _read(value, contract, effects)
    except RecordJsonError as error:
        raise SnapshotFileError(str(error)) from error


def _read(value: Json, contract: Contract, effects: Collection[str]) -> tuple[str, SavedWorld]:
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        raise SnapshotFileError(f"it is not the file of a snapshot: those have the format {FORMAT!r}")
    if value.get("version") != VERSION:
        raise SnapshotFileError(f"its version is not {VERSION}, the one that this program reads")
    file = from_json(_File, value, "the file")
    if file.digest != digest(file.world):
        raise SnapshotFileError("it was changed or damaged after it was written: its digest does not fit")
    world = from_json(_World, file.world, "world")
    _require_possible(world)
    saved = _saved(world)
    mistakes = tuple(faults_of(saved.store, contract, effects))
    if mistakes:
        raise SnapshotFileError("; ".join(mistakes[:_TOLD]))
    return file.name, saved


def _kept(saved: SavedWorld) -> _World:
    origin, store = saved.origin, saved.store
    return _World(
        scenario=origin.scenario,
        scenario_text=origin.text,
        seed=origin.seed,
        started_at=origin.now,
        now=saved.now,
        frozen=saved.frozen,
        drawn=saved.drawn,
        planned_organisations=saved.planned_organisations,
        planned_users=saved.planned_users,
        last_position=store.last_position,
        tables={table.name: tuple(_row(placed) for placed in store.placed(table)) for table in RECORDS},
    )


def _row(placed: Placed[Any]) -> _Row:
    record = to_json(placed.record)
    assert isinstance(record, Mapping)
    return _Row(placed.position, record)


def _saved(world: _World) -> SavedWorld:
    return SavedWorld(
        origin=Origin(world.scenario, world.scenario_text, world.seed, world.started_at),
        store=_store(world),
        drawn=world.drawn,
        planned_organisations=world.planned_organisations,
        planned_users=world.planned_users,
        now=world.now,
        frozen=world.frozen,
    )


def _store(world: _World) -> MemoryStore:
    return MemoryStore.of({table: _placed(table, world) for table in RECORDS}, world.last_position)


def _placed(table: Table[Any], world: _World) -> list[Placed[Any]]:
    place = f"world.tables.{table.name}"
    placed = [
        Placed(row.position, from_json(RECORDS[table], row.record, f"{place}[{number}].record"))
        for number, row in enumerate(world.tables[table.name])
    ]
    positions = [0, *(each.position for each in placed), world.last_position + 1]
    if any(before >= after for before, after in pairwise(positions)):
        raise SnapshotFileError(f"{place}: the positions do not grow up to the last one")
    if len({table.key(each.record) for each in placed}) < len(placed):
        raise SnapshotFileError(f"{place}: a record is there twice")
    return placed


def _require_possible(world: _World) -> None:
    if world.tables.keys() != {table.name for table in RECORDS}:
        raise SnapshotFileError("world.tables: they are not the tables that a world has")
    if not (0 <= world.seed < _MOST_SEED and 0 <= world.drawn <= MOST_DRAWN and world.last_position >= 0):
        raise SnapshotFileError("world: a number is out of range")
    if not (is_reachable(world.now) and is_reachable(world.started_at)):
        raise SnapshotFileError("world: its clock stands where none goes")


def digest(world: JsonObject) -> str:
    """Tells whether a file is as it was written; no proof of who wrote it."""
    text = json.dumps(world, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
