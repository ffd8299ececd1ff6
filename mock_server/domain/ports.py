"""What a world needs from outside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from mock_server.json_value import Json, JsonObject


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment of the world, in UTC."""


class IdSource(Protocol):
    def uuid(self) -> str:
        """A new UUID, version 4, in lower case."""


class TokenError(Exception):
    """A text that is no token signed with our key."""


class TokenIssuer(Protocol):
    def issue(self, claims: JsonObject) -> str:
        """The claims as a signed token."""

    def read(self, token: str) -> Mapping[str, Json]:
        """The claims of a token signed by `issue`; says nothing about its time or purpose.

        Raises TokenError for anything else.
        """
