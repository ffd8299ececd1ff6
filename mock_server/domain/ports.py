"""What a world needs from outside."""

from collections.abc import Mapping
from typing import Protocol

from mock_server.json_value import Json, JsonObject


class TokenError(Exception):
    """A text that is no token signed with our key."""


class TokenIssuer(Protocol):
    def issue(self, claims: JsonObject) -> str:
        """The claims as a signed token."""

    def read(self, token: str) -> Mapping[str, Json]:
        """The claims of a token signed by `issue`; says nothing about its time or purpose.

        Raises TokenError for anything else.
        """

    def read_once(self, token: str) -> Mapping[str, Json]:
        """The same, for a token that will hardly be sent again."""
