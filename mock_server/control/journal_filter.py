"""Which journal entries are wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mock_server.control.services import Services
from mock_server.domain import times
from mock_server.domain.behaviour import Fidelity
from mock_server.domain.journal import JournalEntry
from mock_server.domain.masking import MARK, Masking
from mock_server.domain.principal import Anonymous, Principal, SessionUser
from mock_server.domain.tables import USER_BY_EMAIL, USERS, email_key
from mock_server.domain.world import World
from mock_server.json_value import Json

_TEXT = {"type": "string", "minLength": 1}
_TIME = {"type": "string", "format": "date-time"}
_ID = {"type": "integer", "minimum": 0}
FILTER_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "operation": {**_TEXT, "description": "An operationId."},
    "method": _TEXT,
    "path": {**_TEXT, "description": "Any part of the path, without the world's prefix."},
    "status": {"type": "string", "pattern": "^[0-5]([0-9][0-9]|[xX][xX])$", "description": "For example 404, or 4xx."},
    "errorCode": _TEXT,
    "principal": {**_TEXT, "description": "The email of a user, the id of a user or a client, or anonymous."},
    "organisation": {**_TEXT, "description": "The id of the selected organisation."},
    "fidelity": {"enum": [str(each) for each in Fidelity]},
    "changed": {"type": "boolean", "description": "Whether the request changed the world."},
    "since": {**_TIME, "description": "On the world's clock; that moment is included."},
    "until": {**_TIME, "description": "On the world's clock; that moment is included."},
    "afterId": {**_ID, "description": "Entries that came later than this one."},
}


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Judges the entries of a world by what a query asks for; what it does not name does not matter."""

    query: Mapping[str, Json]
    services: Services
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, query: Mapping[str, Json], services: Services) -> "JournalFilter":
        since, until = (times.read(str(query[name])) if name in query else None for name in ("since", "until"))
        return cls(query, services, since, until)

    def wants(self, world: World, entry: JournalEntry) -> bool:
        return self._wants_request(entry) and self._wants_answer(entry) and self._wants_caller(world, entry)

    def _wants_request(self, entry: JournalEntry) -> bool:
        query, wanted = self.query, self.query.get("path")
        return (
            query.get("operation") in (None, entry.operation_id)
            and str(query.get("method", entry.method)).upper() == entry.method
            and (wanted is None or self._is_on_path(entry, str(wanted)))
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at <= self.until)
        )

    def _wants_answer(self, entry: JournalEntry) -> bool:
        query = self.query
        return (
            _has_status(entry.status, query.get("status"))
            and query.get("errorCode") in (None, entry.error_code)
            and query.get("changed") in (None, entry.changed)
            and query.get("fidelity") in (None, self._fidelity(entry))
        )

    def _wants_caller(self, world: World, entry: JournalEntry) -> bool:
        organisation, principal = self.query.get("organisation"), self.query.get("principal")
        if organisation is not None and str(organisation).lower() != entry.organisation_id:
            return False
        return principal is None or _is_called(world, entry.principal, str(principal))

    def _is_on_path(self, entry: JournalEntry, wanted: str) -> bool:
        """Compared as they are shown: nobody is to find out a credential by asking for parts of it."""
        path = entry.target.partition("?")[0]
        if wanted not in path and MARK not in wanted:
            return False
        operation = self.services.contract.operations.get(entry.operation_id or "")
        masking = Masking()
        return masking.path(wanted) in masking.path(path, None if operation is None else operation.path)

    def _fidelity(self, entry: JournalEntry) -> str | None:
        behaviour = self.services.behaviours.get(entry.operation_id or "")
        return None if behaviour is None else behaviour.fidelity


def _has_status(status: int, wanted: Json) -> bool:
    if wanted is None:
        return True
    shown = f"{status:03}"
    return shown == wanted or str(wanted).lower() == f"{shown[0]}xx"


def _is_called(world: World, principal: Principal, wanted: str) -> bool:
    """Whether it is the one that was named, by an id or by an email in whatever case."""
    if isinstance(principal, Anonymous):
        return wanted == "anonymous"
    if wanted.lower() == principal.client_id:
        return True
    if not isinstance(principal, SessionUser):
        return False
    users = world.store.find(USERS, USER_BY_EMAIL, email_key(wanted))
    return principal.user_id in (wanted.lower(), *(user.id for user in users))
