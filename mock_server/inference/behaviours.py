"""What operations do that have no function of their own: real state where the contract tells it, else a sample."""

from collections.abc import Mapping
from functools import cached_property

from mock_server.catalogue import INVALID_REQUEST
from mock_server.contract.document import Contract
from mock_server.domain import documents, times
from mock_server.domain.behaviour import Behaviour, Fidelity, OperationFunction
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.documents import STAMPS, Collection
from mock_server.domain.model import Document
from mock_server.domain.rules.documents import require_document
from mock_server.domain.tables import DOCUMENTS
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest, World
from mock_server.inference.collections import Inference, Inferred, Kind, Role
from mock_server.inference.envelopes import enveloped_as
from mock_server.inference.owners import owner_of
from mock_server.inference.records import RecordMaker
from mock_server.inference.references import References
from mock_server.inference.samples import sample
from mock_server.inference.states import state_after
from mock_server.json_value import Json, JsonObject

_SET_BY_SERVER = STAMPS | {"id", "organisationId"}
_NO_RECORD = "its answer is no record of a collection, and no rules for it are documented"


def inferred_behaviours(contract: Contract) -> Mapping[str, Behaviour]:
    """The behaviour of every operation, by operationId."""
    inference = Inference(contract)
    references = References(inference)
    return {
        operation.id: InferredOperation(inference, references, inference.of(operation)).behaviour()
        for operation in contract.operations.values()
    }


class InferredOperation:
    """One operation of a contract, done as its role says."""

    def __init__(self, inference: Inference, references: References, inferred: Inferred) -> None:
        self._schemas = inference.schemas
        self._references = references
        self._inferred = inferred
        self._operation = inferred.operation

    def behaviour(self) -> Behaviour:
        functions: Mapping[Role, OperationFunction] = {
            Role.LIST: self.list,
            Role.CREATE: self.create,
            Role.READ: self.read,
            Role.READ_RELATED: self.read_related,
            Role.REPLACE: self.replace,
            Role.PATCH: self.patch,
            Role.DELETE: self.delete,
            Role.ACTION: self.act,
        }
        function = functions.get(self._inferred.role)
        if function is None:
            return Behaviour(self.sample, Fidelity.SAMPLE, _NO_RECORD)
        return Behaviour(function, Fidelity.STATE)

    def list(self, world: World, request: OperationRequest) -> Json:
        owner_id, parent_id = self._place(world, request)
        page = documents.listed_of(
            world,
            request,
            self._collection,
            owner_id,
            self._inferred.envelope,
            parent_id=parent_id,
            show=lambda document: self._row(world, document),
        )
        assert self._answer_maker is not None
        return enveloped_as(self._answer_maker, page) if isinstance(page, Mapping) else page

    def create(self, world: World, request: OperationRequest) -> Json:
        owner_id, parent_id = self._place(world, request)
        sent = self._sent(request)
        self._references.check(world, owner_id, sent)
        known = {**self._from_path(request), **({self._parent: parent_id} if parent_id and self._parent else {})}
        now = times.written(world.clock.now())
        by: JsonObject = {
            "createdAt": now,
            "createdBy": request.author_id,
            "updatedAt": now,
            "updatedBy": request.author_id,
        }
        if not self._maker.members:
            known[self._kind.identity] = world.ids.uuid()
        body = self._maker.make(sent, {**known, "organisationId": owner_id, **by}, world.ids.uuid)
        identity = str(body.get(self._kind.identity) or world.ids.uuid()).lower()
        if world.store.get(DOCUMENTS, (self._kind.name, identity)) is not None:
            raise Violation(INVALID_REQUEST, reason="A record with that id exists already.")
        document = Document(self._kind.name, identity, owner_id, body, self._parent_of(body, parent_id))
        documents.put(world, document)
        return self._answered(world, request, document)

    def read(self, world: World, request: OperationRequest) -> Json:
        return self._answered(world, request, self._item(world, request))

    def read_related(self, world: World, request: OperationRequest) -> Json:
        """The record that belongs to the one in the path: its member says so."""
        owner_id, parent_id = self._place(world, request)
        related = documents.of_owner(world, self._collection, owner_id)
        names = {ancestor.parameter for ancestor in self._inferred.ancestors}
        found = next((d for d in related if parent_id in {d.parent_id, *(d.body.get(name) for name in names)}), None)
        return self._answered(world, request, require_document(found, self._collection.missing))

    def replace(self, world: World, request: OperationRequest) -> Json:
        """Members that the body could hold and does not are as in a new record; what the server set stays."""
        document = self._item(world, request)
        sent = self._sent(request, but=self._kind.identity)
        self._references.check(world, document.owner_id, sent)
        settable = self._settable - self._set_here - {self._kind.identity}
        kept = {name: value for name, value in document.body.items() if name not in settable}
        body = self._maker.make(sent, kept, world.ids.uuid)
        changed = documents.change(world, self._collection, document, body, request.author_id)
        return self._answered(world, request, changed)

    def patch(self, world: World, request: OperationRequest) -> Json:
        return self._changed(world, request, self._item(world, request), {})

    def act(self, world: World, request: OperationRequest) -> Json:
        document = self._item(world, request)
        state = state_after(self._inferred.verb, self._schemas.members(self._kind.schema), self._schemas)
        return self._changed(world, request, document, state)

    def delete(self, world: World, request: OperationRequest) -> Json:
        document = self._item(world, request)
        documents.remove(world, document)
        return self._answered(world, request, document)

    def sample(self, world: World, request: OperationRequest) -> Json:
        self._place(world, request)
        return self._sampled

    def _changed(self, world: World, request: OperationRequest, document: Document, state: JsonObject) -> Json:
        sent = self._sent(request, but=self._kind.identity)
        self._references.check(world, document.owner_id, sent)
        members = {**self._maker.changed(document.body, sent, world.ids.uuid), **state}
        changed = documents.change(world, self._collection, document, members, request.author_id)
        return self._answered(world, request, changed)

    def _item(self, world: World, request: OperationRequest) -> Document:
        owner_id, parent_id = self._place(world, request)
        assert self._inferred.item is not None
        found = documents.get(world, self._collection, owner_id, request.path[self._inferred.item])
        elsewhere = parent_id is not None and found is not None and found.parent_id not in (None, parent_id)
        return require_document(None if elsewhere else found, self._collection.missing)

    def _place(self, world: World, request: OperationRequest) -> tuple[str, str | None]:
        """Whose records, and under which one. Raises Violation where the path names one that is not there."""
        records = {ancestor.parameter for ancestor in self._inferred.ancestors} | {self._inferred.item or ""}
        owner_id = owner_of(world, request, self._operation, records)
        parent_id: str | None = None
        for ancestor in self._inferred.ancestors:
            found = documents.get(world, _collection_of(ancestor.kind), owner_id, request.path[ancestor.parameter])
            parent_id = require_document(found, _collection_of(ancestor.kind).missing).id
        return owner_id, parent_id

    def _answered(self, world: World, request: OperationRequest, document: Document) -> Json:
        """The record, where the operation answers it; else an answer with what the two have in common."""
        if self._answer_maker is None:
            return None
        if self._answers_record:
            return self._shown(world, document)
        named = {f"{self._kind.noun}Id": document.id}
        return self._answer_maker.make({**self._sent(request), **self._shown(world, document)}, named, world.ids.uuid)

    def _shown(self, world: World, document: Document) -> JsonObject:
        return self._references.embedded(world, document.owner_id, self._kind, document.body)

    def _row(self, world: World, document: Document) -> Json:
        shown = self._shown(world, document)
        return shown if self._row_maker is None else self._row_maker.make(shown, {}, world.ids.uuid)

    def _sent(self, request: OperationRequest, but: str = "") -> JsonObject:
        """The members that a caller may set: those that the body's schema declares, all of them where it declares none.

        The id is the server's, unless the schema asks for it; so are the stamps and the organisation.
        """
        sent = request.body if isinstance(request.body, Mapping) else {}
        return {
            name: value
            for name, value in sent.items()
            if name in (self._settable or sent) and name not in self._set_here and name != but
        }

    def _from_path(self, request: OperationRequest) -> JsonObject:
        """Path parameters that name members of the record."""
        return {name: value for name, value in request.path.items() if name in self._maker.names and name != "id"}

    def _parent_of(self, body: JsonObject, parent_id: str | None) -> str | None:
        if parent_id is not None or self._parent is None:
            return parent_id
        named = body.get(self._parent)
        return None if named is None else str(named)

    @cached_property
    def _settable(self) -> frozenset[str]:
        return frozenset(self._schemas.members(self._schemas.body(self._operation)))

    @cached_property
    def _set_here(self) -> frozenset[str]:
        asked_for = self._schemas.merged(self._schemas.body(self._operation)).get("required", ())
        return _SET_BY_SERVER - set(asked_for)

    @property
    def _kind(self) -> Kind:
        assert self._inferred.kind is not None, "a sample has no records"
        return self._inferred.kind

    @property
    def _parent(self) -> str | None:
        return self._kind.parent

    @cached_property
    def _collection(self) -> Collection:
        return _collection_of(self._kind, frozenset(self._maker.names))

    @cached_property
    def _maker(self) -> RecordMaker:
        return RecordMaker(self._schemas, self._kind.schema, self._kind.identity)

    @cached_property
    def _row_maker(self) -> RecordMaker | None:
        """Makes a row of a list that shows records otherwise than they are read by themselves."""
        row = self._inferred.row
        assert row is not None
        same = self._schemas.resolved(row) is self._schemas.resolved(self._kind.schema)
        return None if same else RecordMaker(self._schemas, row, self._kind.identity)

    @cached_property
    def _answers_record(self) -> bool:
        answer = self._schemas.answer(self._operation)
        return answer is not None and self._schemas.resolved(answer) == self._schemas.resolved(self._kind.schema)

    @cached_property
    def _answer_maker(self) -> RecordMaker | None:
        answer = self._schemas.answer(self._operation)
        return None if answer is None else RecordMaker(self._schemas, answer)

    @cached_property
    def _sampled(self) -> Json:
        answers = self._operation.answers
        return sample(self._schemas, next(iter(answers.values()))) if answers else None


def _collection_of(kind: Kind, members: frozenset[str] = frozenset()) -> Collection:
    known = COLLECTIONS.get(kind.name, Collection(kind.name))
    return Collection(kind.name, known.missing, kind.parent, STAMPS & members, members)
