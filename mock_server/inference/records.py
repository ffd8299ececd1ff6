"""Makes records that match their schema out of what was sent and what the server sets."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mock_server.contract.document import Schema
from mock_server.contract.validators import PartValidator
from mock_server.inference.patterns import text_of
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas, choices_of, types_of
from mock_server.json_value import Json, JsonObject

_STATES = ("status", "state")
_UUID_DIGITS = 32
NewId = Callable[[], str]


def identity_forms(number: int, schema: Mapping[str, Any]) -> Iterator[Json]:
    """Ways to write a large number as an id."""
    most = schema.get("maxLength", _UUID_DIGITS)
    if "pattern" in schema:
        texts = (text_of(schema["pattern"], number, repeat) for repeat in (_UUID_DIGITS, most // 2, 0))
        yield from (text for text in texts if text is not None)
    yield from (f"{number:032x}"[:most], str(number)[:most])
    yield from (number % 2**bits for bits in ((53, 31) if schema.get("format") != "int32" else (31,)))


@dataclass(frozen=True)
class MemberMaker:
    """Makes one member of a record."""

    name: str
    schemas: Schemas
    schema: Schema
    required: bool

    @cached_property
    def validator(self) -> PartValidator:
        return self.schemas.validator(self.schema)

    @cached_property
    def merged(self) -> Mapping[str, Json]:
        return self.schemas.merged(self.schema)

    @cached_property
    def rows(self) -> "RecordMaker | None":
        """Makes the items of an array of objects."""
        items = self.merged.get("items")
        if "array" not in types_of(self.merged) or not isinstance(items, Mapping):
            return None
        return RecordMaker(self.schemas, items) if "object" in types_of(self.schemas.merged(items)) else None

    @cached_property
    def part(self) -> "RecordMaker | None":
        """Makes an object inside the record."""
        return RecordMaker(self.schemas, self.schema) if "object" in types_of(self.merged) else None

    @cached_property
    def first(self) -> Json:
        """The value of a member that nobody gave: null, nothing, no or zero, before one from the schema.

        A state is the first one that the schema names.
        """
        if self.name in _STATES:
            state = next(choices_of(self.merged), None)
            if state is not None:
                return state  # type: ignore[no-any-return]  # an enum of a JSON document
        default = [self.merged["default"]] if "default" in self.merged else []
        plain: list[Json] = [*default, *([None] if self.merged.get("nullable") else []), [], False, 0]
        return next((value for value in plain if self.validator.accepts(value)), self.sampled)

    @cached_property
    def sampled(self) -> Json:
        return sample(self.schemas, self.schema)

    @cached_property
    def chooses(self) -> bool:
        """Whether the schema leaves a choice between objects."""
        whole = self.schemas.resolved(self.schema)
        branches = [self.schemas.merged(branch) for choice in ("anyOf", "oneOf") for branch in whole.get(choice, ())]
        return sum("object" in types_of(branch) for branch in branches) > 1

    def new_identity(self, new_id: str) -> Json:
        """The id in the form that the member asks for: a UUID where it can be, else a number or a text made of it."""
        forms = identity_forms(uuid.UUID(new_id).int, self.merged)
        return next((form for form in (new_id, *forms) if self.validator.accepts(form)), self.sampled)

    def of_sent(self, sent: Json, new_id: NewId) -> tuple[Json, ...]:
        """What was sent, with its parts completed; nothing where it is no value of this member.

        Of several choices only the first can be completed: a value of another is taken as it is.
        """
        if self.rows is not None and isinstance(sent, list | tuple):
            made: Json = [self.rows.make(row, {}, new_id) if isinstance(row, Mapping) else row for row in sent]
        elif self.part is not None and isinstance(sent, Mapping):
            made = self.part.make(sent, {}, new_id)
        else:
            made = sent
        forms = (sent, made) if self.chooses else (made, sent)
        return next(((value,) for value in forms if self.validator.accepts(value)), ())


@dataclass(frozen=True)
class RecordMaker:
    """Makes objects of one schema; `identity` is the member that the server gives a new value."""

    schemas: Schemas
    schema: Schema
    identity: str = "id"

    @cached_property
    def members(self) -> tuple[MemberMaker, ...]:
        whole = self.schemas.merged(self.schema)
        required = set(whole.get("required", ()))
        declared = self.schemas.members(self.schema)
        unnamed: Mapping[str, Schema] = {name: {} for name in sorted(required - declared.keys())}
        return tuple(
            MemberMaker(name, self.schemas, schema, name in required)
            for name, schema in {**declared, **unnamed}.items()
        )

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(member.name for member in self.members)

    def make(self, sent: JsonObject, known: JsonObject, new_id: NewId) -> dict[str, Json]:
        """A whole record: what the server knows, else what was sent, else the member's first value.

        The identity is new unless it is known or was sent; a schema that declares no members takes all that was sent.
        Other members that were sent are left out, as are those that need not be there and have no plain first value.
        """
        if not self.members:
            return {**sent, **known}
        record: dict[str, Json] = {}
        for member in self.members:
            value = self._value(member, sent, known, new_id)
            if value:
                record[member.name] = value[0]
        return record

    def changed(self, record: JsonObject, sent: JsonObject, new_id: NewId) -> dict[str, Json]:
        """The members that a change puts in place: those sent that are values of the record's members.

        Rows of a list keep their ids where they are sent with them.
        """
        if not self.members:
            return dict(sent)
        made = {
            member.name: member.of_sent(sent[member.name], new_id) for member in self.members if member.name in sent
        }
        return {name: value[0] for name, value in made.items() if value and name in self.names | record.keys()}

    def _value(self, member: MemberMaker, sent: JsonObject, known: JsonObject, new_id: NewId) -> tuple[Json, ...]:
        if member.name in known and member.validator.accepts(known[member.name]):
            return (known[member.name],)
        if member.name in sent:
            value = member.of_sent(sent[member.name], new_id)
            if value and not (member.name == self.identity and value[0] is None):
                return value
        if member.name == self.identity:
            return (member.new_identity(new_id()),)
        plain = member.first is None or member.first in ([], False, 0) or member.name in _STATES
        return (member.first,) if member.required or plain else ()
