"""A journal entry with what it takes to understand it: its operation, its bodies as they read, its credentials."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from mock_server.contract.document import Contract, Operation
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.journal import JournalEntry
from mock_server.domain.masking import Masking, credentials_in
from mock_server.domain.world import World
from mock_server.http_api.json_codec import JsonError, read_json
from mock_server.json_value import Json


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, in the world as it is now."""

    entry: JournalEntry
    world: World
    contract: Contract
    behaviours: Mapping[str, Behaviour]

    @property
    def operation(self) -> Operation | None:
        return self.contract.operations.get(self.entry.operation_id or "")

    @property
    def fidelity(self) -> str | None:
        """That of the operation, whether or not it came to be performed."""
        behaviour = self.behaviours.get(self.entry.operation_id or "")
        return None if behaviour is None else str(behaviour.fidelity)

    @cached_property
    def sent(self) -> Json:
        """The body that was sent, where it is JSON."""
        return json_or_none(self.entry.body)

    @cached_property
    def received(self) -> Json:
        return json_or_none(self.entry.content)

    @cached_property
    def masking(self) -> Masking:
        """Knows every credential that the exchange names, also in its bodies."""
        entry = self.entry
        return Masking(credentials_in(entry.headers, entry.target, self._template, self.sent, self.received))

    @property
    def _template(self) -> str | None:
        return None if self.operation is None else self.operation.path

    @property
    def path(self) -> str:
        """The path as it was sent, percent-encoded."""
        return self.entry.target.partition("?")[0]

    @property
    def shown_target(self) -> str:
        """Path and query for lists, for which no body is read."""
        entry = self.entry
        return Masking(credentials_in(entry.headers, entry.target, self._template)).target(entry.target, self._template)

    @property
    def segments(self) -> list[str]:
        return [unquote(segment) for segment in self.path.strip("/").split("/")]

    @property
    def path_values(self) -> Mapping[str, str]:
        """What was sent for the parameters of the operation's path."""
        if self.operation is None:
            return {}
        names = self.operation.path.strip("/").split("/")
        return {
            name.strip("{}"): value for name, value in zip(names, self.segments, strict=False) if name.startswith("{")
        }

    @property
    def members(self) -> Mapping[str, Any]:
        """The members of the body that was sent, where it is an object."""
        return self.sent if isinstance(self.sent, Mapping) else {}

    def header(self, name: str) -> tuple[str, ...]:
        return self.entry.headers.get(name, ())


def json_or_none(content: bytes | None) -> Json:
    if not content:
        return None
    try:
        return read_json(content)
    except JsonError:
        return None
