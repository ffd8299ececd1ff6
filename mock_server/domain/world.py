"""One isolated state with its own clock and ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from mock_server.domain.agenda import Agenda
from mock_server.domain.clock import WorldClock
from mock_server.domain.coverage import Coverage
from mock_server.domain.cursors import CursorSeal
from mock_server.domain.faults import Faults
from mock_server.domain.ids import PlannedIds, SeededIds
from mock_server.domain.journal import Journal
from mock_server.domain.model import ClientId, Organisation, UserId
from mock_server.domain.origin import Origin
from mock_server.domain.ports import TokenIssuer
from mock_server.domain.principal import Anonymous, ApiClient, Principal, SessionUser
from mock_server.domain.store import MemoryStore
from mock_server.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Everything that a request can read or change, and what is known of it."""

    name: str
    store: MemoryStore
    clock: WorldClock
    ids: SeededIds
    planned: PlannedIds
    tokens: TokenIssuer
    cursors: CursorSeal
    agenda: Agenda
    origin: Origin
    journal: Journal
    faults: Faults
    coverage: Coverage


@dataclass(slots=True)  # not frozen: every request makes one, and that would take three times as long
class OperationRequest:
    """A request that was routed, authenticated and found to match the contract; never changed.

    `organisation` is the selected one, where the operation needs one; `base_url` is how the caller reached
    this server, without a slash at its end.
    """

    principal: Principal
    organisation: Organisation | None
    path: Mapping[str, str]
    query: Mapping[str, Json]
    body: Json
    base_url: str

    @property
    def members(self) -> JsonObject:
        """The members of an object body."""
        assert isinstance(self.body, dict)  # faster than to ask for a Mapping
        return self.body

    @property
    def api_client(self) -> ApiClient:
        """The caller of an operation that takes an API key alone."""
        assert isinstance(self.principal, ApiClient)
        return self.principal

    @property
    def session_user(self) -> SessionUser:
        """The caller of an operation that takes a session token alone."""
        assert isinstance(self.principal, SessionUser)
        return self.principal

    @property
    def owner_id(self) -> str:
        """Whose records the call is about: the selected organisation's, else the client's."""
        return self.client_id if self.organisation is None else self.organisation.id

    @property
    def client_id(self) -> ClientId:
        """The client that the caller is, or belongs to."""
        assert not isinstance(self.principal, Anonymous)
        return self.principal.client_id

    @property
    def author_id(self) -> UserId | None:
        """The user who calls; None for a client's backend."""
        return self.principal.user_id if isinstance(self.principal, SessionUser) else None

    @property
    def selected(self) -> Organisation:
        """The organisation of an operation that needs one."""
        assert self.organisation is not None
        return self.organisation
