"""A capsule: the recorded requests of a world up to one of them, as a script that leads to that answer elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mock_server.contract.document import Contract
from mock_server.domain import times
from mock_server.domain.collections import WEBHOOK_DELIVERIES
from mock_server.domain.journal import JournalEntry
from mock_server.domain.tables import DOCUMENTS
from mock_server.domain.world import World
from mock_server.json_value import JsonObject
from mock_server.reproductions.met_faults import fault_again
from mock_server.reproductions.recorded import recorded_step
from mock_server.reproductions.script import Body, Expected, Script, Start, Step
from mock_server.reproductions.signed_texts import Instead, Lost, Minted, SignedTexts, Source, Told

_JSON = {"content-type": "application/json"}
_BEFORE_RESTORING = "empty"
"""The scenario of a world that is to become a snapshot's."""


class NotRepeatableError(Exception):
    """No script leads to the answer for certain; a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a capsule needs to know of the server, and of the file of the snapshot that the world began as, if any.

    `options` are those with which the server was started and that its answers depend on.
    """

    contract: Contract
    options: tuple[str, ...]
    snapshot_file: str | None


def capsule(surroundings: Surroundings, world: World, entry: JournalEntry) -> Script:
    """The script for an entry of the world's journal. Raises NotRepeatableError."""
    if world.journal.dropped_changes:
        raise NotRepeatableError(
            "The journal was cleared, or had no more room for requests that changed the world before this one: start "
            "the server with a higher --journal-size, or restore a snapshot before what matters, and do it again."
        )
    before = [each for each in world.journal if each.id <= entry.id]
    sources = _sources(world, before, entry)
    steps = (*_restoring(surroundings), *_Writing(surroundings.contract, world, sources).steps(before))
    expected = Expected(entry.status, entry.error_code)
    return Script(_title(surroundings, world, entry), _start(world), steps, expected)


def _sources(world: World, entries: list[JournalEntry], last: JournalEntry) -> dict[int, tuple[Source, ...]]:
    """The entries that matter, by id, with the texts of each that are had anew: what changed the world, and what told
    such a text to one that matters."""
    texts = SignedTexts(world, entries)
    matter = {entry.id for entry in entries if entry.changed} | {last.id}
    found: dict[int, tuple[Source, ...]] = {}
    for entry in reversed(entries):
        if entry.id in matter:
            found[entry.id] = tuple(texts.of(entry))
            matter |= {source.entry.id for source in found[entry.id] if isinstance(source, Told)}
    lost = next((source.what for each in found.values() for source in each if isinstance(source, Lost)), None)
    if lost is not None:
        raise NotRepeatableError(
            f"A request used {lost} that no recorded answer holds, from before the world's start or reset: let the "
            "client ask for it again in this world."
        )
    return found


class _Writing:
    """Writes the entries that matter down, each at its own time, with what they take from answers before them."""

    def __init__(self, contract: Contract, world: World, sources: Mapping[int, tuple[Source, ...]]) -> None:
        self._contract = contract
        self._world = world
        self._sources = sources
        self._names: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._now = None if world.origin.saved is not None else world.origin.now

    def steps(self, entries: list[JournalEntry]) -> Iterator[Step]:
        matter = [entry for entry in entries if entry.id in self._sources]
        requests = {entry.id: recorded_step(self._contract, self._world, entry) for entry in matter}
        self._names = _names([s for each in self._sources.values() for s in each], list(requests.values()))
        kept = self._kept()
        turns = iter(self._world.journal.turns)
        turn = next(turns, None)
        for entry in matter:
            while turn is not None and turn.before <= entry.id:
                yield from self._at(turn.at)
                turn = next(turns, None)
            yield from self._at(entry.at)
            yield from self._minted(self._sources[entry.id])
            if entry is matter[-1]:
                yield from self._fault(entry)
            keep = {} if entry is matter[-1] else kept.get(entry.id, {})
            yield replace(self._bound(requests[entry.id], self._sources[entry.id]), keep=keep)

    def _kept(self) -> dict[int, dict[str, str]]:
        """Pointers by name, for each entry that tells texts."""
        kept: dict[int, dict[str, str]] = {}
        for source in (source for each in self._sources.values() for source in each):
            if isinstance(source, Told):
                kept.setdefault(source.entry.id, {})[self._names[source.text]] = source.pointer
        return kept

    def _at(self, moment: datetime) -> Iterator[Step]:
        if moment != self._now:
            first, self._now = self._now is None, moment
            yield _control("PUT", "/clock", {"now": times.written(moment), **({"frozen": True} if first else {})})

    def _minted(self, sources: tuple[Source, ...]) -> Iterator[Step]:
        for source in sources:
            if isinstance(source, Minted) and source.text not in self._written:
                self._written[source.text] = self._names[source.text]
                yield replace(_control("POST", "/tokens", source.wanted), keep={self._names[source.text]: "/token"})

    def _fault(self, entry: JournalEntry) -> Iterator[Step]:
        again = fault_again(entry)
        if isinstance(again, str):
            raise NotRepeatableError(again)
        if again is not None:
            yield _control("POST", "/faults", again)

    def _bound(self, step: Step, sources: tuple[Source, ...]) -> Step:
        def bound(text: str) -> str:
            for source in sources:
                other = source.other if isinstance(source, Instead) else f"${{{self._names[source.text]}}}"
                text = text.replace(source.text, other)
            return text

        body: Body = bound(step.body) if isinstance(step.body, str) else step.body
        return replace(step, path=bound(step.path), headers={k: bound(v) for k, v in step.headers.items()}, body=body)


def _names(sources: list[Source], requests: list[Step]) -> dict[str, str]:
    """A name for each text that is had anew, such as no request holds as a placeholder of its own."""
    sent = "\n".join(
        part for step in requests for part in (step.path, *step.headers.values(), step.body) if isinstance(part, str)
    )
    end = ""
    while re.search(rf"\$\{{text_\d+{end}\}}", sent):
        end += "_"
    texts = dict.fromkeys(source.text for source in reversed(sources) if isinstance(source, Told | Minted))
    return {text: f"text_{number}{end}" for number, text in enumerate(texts, 1)}


def _control(method: str, path: str, body: JsonObject) -> Step:
    return Step(method, path, _JSON, json.dumps(body), control=True)


def _start(world: World) -> Start:
    origin = world.origin
    if origin.saved is not None:
        return Start(_BEFORE_RESTORING)
    return Start(origin.scenario, origin.text, seed=origin.seed, now=origin.now)


def _restoring(surroundings: Surroundings) -> tuple[Step, ...]:
    """The world goes on as the snapshot that this one began as."""
    if surroundings.snapshot_file is None:
        return ()
    imported = Step("POST", "/snapshots/import?name=capsule", _JSON, surroundings.snapshot_file, control=True)
    return imported, Step("POST", "/snapshots/capsule/restore", control=True)


def _title(surroundings: Surroundings, world: World, entry: JournalEntry) -> str:
    told = f"Entry {entry.id} of the world {world.name}: {entry.operation_id or 'no operation'}, as it was answered."
    if surroundings.options:
        told += f" The server ran with {' '.join(surroundings.options)}: so must the other."
    if _has_sent_webhooks(world):
        told += " Webhooks were sent: what depends on them comes again if whoever gets them answers as then."
    return told


def _has_sent_webhooks(world: World) -> bool:
    documents = world.store.all(DOCUMENTS)
    return any(each.collection == WEBHOOK_DELIVERIES.name and each.body.get("attempts") for each in documents)
