"""Which operations belong together, read from the contract alone.

A record's kind is the schema of one record: the component that lists hold, creates answer and reads return. All
operations that speak of one kind share one collection, wherever their paths are; where schemas have no names, the
paths decide.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mock_server.contract.document import Contract, Operation, Schema
from mock_server.domain.documents import Envelope
from mock_server.inference.schemas import Schemas, component_of, types_of


class Role(StrEnum):
    """What an operation does to its collection."""

    LIST = "list"
    CREATE = "create"
    READ = "read"
    READ_RELATED = "read related"
    REPLACE = "replace"
    PATCH = "patch"
    DELETE = "delete"
    ACTION = "action"
    SAMPLE = "sample"


_AT_ITEM = {"GET": Role.READ, "PUT": Role.REPLACE, "PATCH": Role.PATCH, "DELETE": Role.DELETE}


@dataclass(frozen=True, slots=True)
class Kind:
    """Records of one kind. `name` is the collection's name in the store, `schema` that of one record.

    `parent` is the member that names the record under which a list shows them, `identity` the one by which paths name
    a record.
    """

    name: str
    schema: Schema
    parent: str | None = None
    identity: str = "id"

    @property
    def noun(self) -> str:
        """What one record is called in the names of members: `customers` are referred to by `customerId`."""
        return noun_of(self.name.rpartition(".")[2])


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A record in the path above the operation's own: its kind, and the path parameter that names it."""

    kind: Kind
    parameter: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """What is known of one operation.

    `item` is the path parameter that names the record, `ancestors` the records above it, outermost first. `verb` is the
    last segment of an action. `row` is the schema of a record as a list shows it.
    """

    operation: Operation
    role: Role
    kind: Kind | None = None
    item: str | None = None
    ancestors: tuple[Ancestor, ...] = ()
    envelope: Envelope = Envelope.BARE
    verb: str = ""
    row: Schema | None = None


def noun_of(segment: str) -> str:
    """`tax-rates` -> taxRate, `deliveries` -> delivery, `addresses` -> address."""
    words = re.split(r"[-_]", segment)
    last = words[-1]
    if last.endswith("ies"):
        words[-1] = last[:-3] + "y"
    elif re.search(r"(s|x|z|ch|sh)es$", last):
        words[-1] = last[:-2]
    elif last.endswith("s") and not last.endswith("ss"):
        words[-1] = last[:-1]
    return words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])


class Inference:
    """The kinds of one contract, and the role of each operation."""

    def __init__(self, contract: Contract) -> None:
        self.schemas = Schemas(contract)
        self._operations = tuple(contract.operations.values())
        self._by_path: dict[str, str] = {}
        self._kinds = self._find_kinds()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple({kind.name: kind for kind in self._kinds.values()}.values())

    def of(self, operation: Operation) -> Inferred:
        """What the operation does. SAMPLE where its answer belongs to no collection."""
        if operation.method == "GET" and operation.path in self._by_path and self._listed(operation) is not None:
            return self._list(operation)
        if operation.path.endswith("}"):
            return self._at_item(operation)
        return self._beside_item(operation)

    def _find_kinds(self) -> dict[str, Kind]:
        """By component, or by path where the schema has no name.

        Where a list shows less of a record than its own path does, the latter tells the kind.
        """
        found: dict[str, tuple[list[str], Schema]] = {}
        listed: dict[str, str] = {}
        items: dict[str, str] = {}
        for operation in sorted(self._operations, key=lambda operation: not operation.path.endswith("}")):
            record = self._record_of(operation)
            if record is None:
                continue
            base = _base(operation.path)
            key = component_of(record) or f"at {base}"
            found.setdefault(key, ([], record))[0].append(base)
            self._by_path.setdefault(base, key)
            if operation.path.endswith("}"):
                items.setdefault(key, _parameters(operation.path)[-1])
            else:
                listed[base] = key
        lists = {key: [base for base in listed if self._by_path[base] == key] for key in found}
        kinds = {
            key: Kind(
                _store_name(min(paths, key=_simplicity)),
                schema,
                self._parent_member(lists[key], schema),
                self._identity_member(items.get(key), paths, schema),
            )
            for key, (paths, schema) in found.items()
        }
        shown = {key: self._by_path[base] for base, key in listed.items() if key not in items}
        return {key: kinds[shown.get(key, key)] for key in kinds}

    def _record_of(self, operation: Operation) -> Schema | None:
        """The schema of the record that a list holds, or that is read by the id at the end of a path."""
        if operation.method != "GET":
            return None
        listed = self._listed(operation)
        if listed is not None:
            return listed[0]
        schema = self.schemas.answer(operation)
        if schema is None or not operation.path.endswith("}") or "object" not in types_of(self.schemas.merged(schema)):
            return None
        return schema

    def _listed(self, operation: Operation) -> tuple[Schema, Envelope] | None:
        """The schema of one record of a list, and the envelope; None where the answer is no list of objects."""
        schema = self.schemas.answer(operation)
        if schema is None:
            return None
        whole = self.schemas.merged(schema)
        if "array" in types_of(whole):
            rows, envelope = whole, Envelope.BARE
        else:
            members = whole.get("properties", {})
            rows = self.schemas.merged(members.get("data", {}))
            envelope = Envelope.CURSORS if "meta" in members else Envelope.NEXT_CURSOR
            if envelope is Envelope.NEXT_CURSOR and "nextCursor" not in members:
                envelope = Envelope.DATA
        item = rows.get("items", {}) if "array" in types_of(rows) else None
        if item is None or "object" not in types_of(self.schemas.merged(item)):
            return None
        return item, envelope

    def _list(self, operation: Operation) -> Inferred:
        listed = self._listed(operation)
        assert listed is not None
        kind = self._kinds[self._by_path[operation.path]]
        return Inferred(operation, Role.LIST, kind, None, self._ancestors(operation.path), listed[1], row=listed[0])

    def _at_item(self, operation: Operation) -> Inferred:
        """One record by its id; where the path names none, what happens to a part of the record above."""
        kind = self._kind_at(_base(operation.path))
        if kind is not None and operation.method in _AT_ITEM:
            item = _parameters(operation.path)[-1]
            ancestors = self._ancestors(_base(operation.path))
            return Inferred(operation, _AT_ITEM[operation.method], kind, item, ancestors)
        return self._action(operation) or Inferred(operation, Role.SAMPLE, None, None, self._ancestors(operation.path))

    def _beside_item(self, operation: Operation) -> Inferred:
        ancestors = self._ancestors(operation.path)
        own, answered = self._kind_at(operation.path), self._answered(operation)
        above = ancestors[-1].kind if ancestors else None
        if operation.method == "POST" and own is not None and (answered in (None, own) or answered is not above):
            return Inferred(operation, Role.CREATE, own, None, ancestors)
        action = self._action(operation)
        if action is not None:
            return action
        if operation.method == "POST" and answered is not None:
            return Inferred(operation, Role.CREATE, answered, None, ancestors)
        if operation.method == "GET" and answered is not None and ancestors:
            return Inferred(operation, Role.READ_RELATED, answered, None, ancestors)
        return Inferred(operation, Role.SAMPLE, None, None, ancestors)

    def _action(self, operation: Operation) -> Inferred | None:
        """A change of the record whose kind it answers, or (without a kind of its own) of the record right above."""
        if operation.method == "GET":
            return None
        ancestors, answered = self._ancestors(operation.path), self._answered(operation)
        verb = operation.path.rpartition("/")[2]
        for depth in range(len(ancestors) - 1, -1, -1):
            here = ancestors[depth]
            right_above = operation.path.endswith(f"{{{here.parameter}}}/{verb}") and operation.method == "POST"
            if here.kind is answered or (answered is None and right_above):
                return Inferred(operation, Role.ACTION, here.kind, here.parameter, ancestors[:depth], verb=verb)
        return None

    def _answered(self, operation: Operation) -> Kind | None:
        schema = self.schemas.answer(operation)
        return None if schema is None else self._kinds.get(component_of(schema) or "")

    def _kind_at(self, base: str) -> Kind | None:
        return self._kinds.get(self._by_path.get(base, ""))

    def _ancestors(self, path: str) -> tuple[Ancestor, ...]:
        """Every record that the path names, outermost first."""
        return tuple(
            Ancestor(kind, match[1])
            for match in re.finditer(r"/\{([^}]+)\}", path)
            if (kind := self._kind_at(path[: match.start()])) is not None
        )

    def _parent_member(self, paths: Iterable[str], record: Schema) -> str | None:
        """The member that names the record above, where a list stands under one.

        For `/invoices/{id}/payments` that is invoiceId: of the names it can have, one that the record has is preferred.
        """
        members = self.schemas.members(record)
        names = [name for path in sorted(paths) for name in _names_of_parent(path)]
        return next((name for name in names if name in members), names[0] if names else None)

    def _identity_member(self, parameter: str | None, paths: list[str], record: Schema) -> str:
        """`id`; else the member that is called like the parameter of the record's path, or `widgetId` of `widgets`."""
        members = self.schemas.members(record)
        noun = noun_of(min(paths, key=_simplicity).rpartition("/")[2])
        names = ("id", *([] if parameter is None else [parameter]), f"{noun}Id")
        return next((name for name in names if name in members), "id")


def _names_of_parent(path: str) -> Iterator[str]:
    above = re.findall(r"([^/{}]+)/\{([^}]+)\}", path)
    if above:
        segment, parameter = above[-1]
        noun = noun_of(segment)
        yield f"{noun}Id"
        if parameter != "id":
            yield parameter
        last_word = re.sub(r"^.*?([A-Z][^A-Z]*)$", r"\1", noun)
        yield f"{last_word[:1].lower()}{last_word[1:]}Id"


def _base(path: str) -> str:
    """The path of the collection that an item's path belongs to."""
    return path.rpartition("/")[0] if path.endswith("}") else path


def _parameters(path: str) -> list[str]:
    return re.findall(r"\{([^}]+)\}", path)


def _simplicity(path: str) -> tuple[int, int, str]:
    return path.count("{"), len(path), path


def _store_name(path: str) -> str:
    """The concrete segments of the path: `/invoices/{invoiceId}/reminders` is `invoices.reminders`."""
    return ".".join(_segments(path))


def _segments(path: str) -> Iterator[str]:
    return (segment for segment in path.strip("/").split("/") if not segment.startswith("{"))
