"""A recorded request as a step of a script: what of it made a difference."""

from collections.abc import Iterator

from mock_server.contract.document import ORGANISATION_HEADER, Contract, Operation
from mock_server.domain.journal import JournalEntry
from mock_server.domain.tables import API_KEYS
from mock_server.domain.world import World
from mock_server.reproductions.generic import BODY_LIMIT, UPLOAD_LIMIT
from mock_server.reproductions.script import Body, Filler, Step
from mock_server.reproductions.signed_texts import is_signed_here, neutral

_AUTHORIZATION = "authorization"
_API_KEY = "x-dolfin-api-key"
_BEARER = "bearer"
UNKNOWN = "unknown-to-this-world"
_READ = frozenset({_AUTHORIZATION, "content-type", "prefer", _API_KEY, ORGANISATION_HEADER})
"""Headers that every operation may read, besides ours and those that it declares."""
_OURS = "x-mock-"
_OF_THE_WAY = frozenset({"x-mock-world", "x-mock-control-token"})
_MULTIPART = "multipart/form-data"


def recorded_step(contract: Contract, world: World, entry: JournalEntry) -> Step:
    """The request, less what browsers and libraries add to every one, and less credentials of somewhere else."""
    operation = contract.operations.get(entry.operation_id or "")
    return Step(entry.method, entry.target, dict(_headers(world, entry, operation)), _body(entry, operation))


def _headers(world: World, entry: JournalEntry, operation: Operation | None) -> Iterator[tuple[str, str]]:
    declared = () if operation is None else operation.parameters
    read = _READ | {parameter.name.lower() for parameter in declared if parameter.place == "header"}
    for name, values in entry.headers.items():
        if name in read or (name.startswith(_OURS) and name not in _OF_THE_WAY):
            harmless = (_harmless(world, name, value) for value in values)
            yield from zip(_spellings(name), harmless, strict=False)


def _harmless(world: World, name: str, value: str) -> str:
    """The header as it was; a credential that this world never made is another such one, refused in the same way.

    It may be a real one that was sent here by mistake: a script is handed on.
    """
    if name == _API_KEY and value and world.store.get(API_KEYS, value) is None:
        return UNKNOWN
    scheme, space, credential = value.partition(" ")
    if name == _AUTHORIZATION and not is_signed_here(world, credential.strip()):
        return f"{scheme} {UNKNOWN}" if space else scheme if scheme.lower() == _BEARER else UNKNOWN
    return value


def _spellings(name: str) -> Iterator[str]:
    """The name for each time that a header was sent, never the same: upper and lower case are one to a server."""
    yield name
    letters = [place for place, char in enumerate(name) if char.isalpha()]
    for number in range(1, 2 ** len(letters)):
        upper = {place for bit, place in enumerate(letters) if number >> bit & 1}
        yield "".join(char.upper() if place in upper else char for place, char in enumerate(name))


def _body(entry: JournalEntry, operation: Operation | None) -> Body:
    if entry.body is None:
        return Filler(_limit(entry, operation) + 1)
    if not entry.body:
        return None
    try:
        return entry.body.decode()
    except UnicodeDecodeError:
        return neutral(entry.body)


def _limit(entry: JournalEntry, operation: Operation | None) -> int:
    content_type = entry.headers.get("content-type", ("",))[0].lower()
    uploads = operation is not None and _MULTIPART in operation.bodies and content_type.startswith(_MULTIPART)
    return UPLOAD_LIMIT if uploads else BODY_LIMIT
