"""Whether an operation of another contract is one of ours, or only stands at the same path."""

from collections.abc import Collection

from mock_server.contract.document import Contract, Operation, Schema
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas, types_of


def is_alike(ours: Contract, theirs: Contract, operation_id: str) -> bool:
    """Whether what the operation takes and answers is, for the most part, what ours takes and answers."""
    known, other = ours.operations[operation_id], theirs.operations[operation_id]
    if (known.method, known.path) != (other.method, other.path):
        return False
    own, others = Schemas(ours), Schemas(theirs)
    if known.bodies and not _mostly(others.members(others.body(other)), own.members(own.body(known))):
        return False
    return _answers_alike(own, known, others, other)


def _answers_alike(own: Schemas, known: Operation, others: Schemas, other: Operation) -> bool:
    """A value that ours answers is one of theirs, in the same envelope, with members that ours has too."""
    mine, theirs = own.answer(known), others.answer(other)
    if mine is None or theirs is None:
        return mine is theirs
    if not others.accepts(theirs, sample(own, mine)):
        return False
    envelope, row = _row(others, theirs)
    own_envelope, own_row = _row(own, mine)
    return envelope <= own_envelope and _mostly(row, own_row)


def _row(schemas: Schemas, schema: Schema) -> tuple[frozenset[str], frozenset[str]]:
    """The members of the envelope (none where there is no envelope), and those of a record in it."""
    whole = schemas.merged(schema)
    if "array" in types_of(whole):
        return frozenset(), frozenset(schemas.members(whole.get("items", {})))
    members = schemas.members(schema)
    if "data" not in members:
        return frozenset(), frozenset(members)
    rows = schemas.merged(members["data"])
    return frozenset(members), frozenset(schemas.members(rows.get("items", rows)))


def _mostly(names: Collection[str], known: Collection[str]) -> bool:
    """Whether at least half of the names are known."""
    return 2 * sum(name in known for name in names) >= len(names)
