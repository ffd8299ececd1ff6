"""A world as a test holds it: its address, what to call it with, and its controls."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mock_server.pytest_plugin.clock import MockClock
from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.journal import MockJournal
from mock_server.pytest_plugin.remote import Remote

_NOT_FOUND = 404
_UNKNOWN_EMAIL = "Mock.UnknownEmail"
__tracebackhide__ = True  # a test's failure is shown at its own line


class MockWorld:
    """A world of the mock, which no other test sees.

    `url` is the base of its API: what a program under test is told in place of the real address.
    """

    def __init__(self, remote: Remote, name: str) -> None:
        self.name = name
        self.url = f"{remote.url}/w/{name}"
        self._remote = remote
        self._controls = f"/worlds/{name}"
        self.clock = MockClock(remote, f"{self._controls}/clock")
        self.journal = MockJournal(remote, f"{self._controls}/journal")
        self._first_clients: list[Any] | None = None

    def __repr__(self) -> str:
        return f"<MockWorld {self.url}>"

    @property
    def api_key(self) -> str:
        """The first API key that the world began with."""
        for client in self._clients():
            if client["apiKeys"]:
                return str(client["apiKeys"][0])
        raise DolfinMockError("this world began without an API key that works")

    @property
    def api_keys(self) -> Mapping[str, str]:
        """By the name of a client, its first API key."""
        return {client["name"]: client["apiKeys"][0] for client in self._clients() if client["apiKeys"]}

    @property
    def organisation(self) -> str:
        """The id of the first organisation of the client that `api_key` is of, as it is now."""
        clients = self._credentials()["clients"]
        for client in clients:
            if self.api_key in client["apiKeys"] and client["organisations"]:
                return str(client["organisations"][0]["id"])
        raise DolfinMockError(
            "no organisation belongs to the client of api_key yet: create one with POST /organisations"
        )

    def login(self, who: str) -> str:
        """A session token of a user, by the email or the part before its @. It changes nothing in the world."""
        email = who if "@" in who else self._email(who)
        try:
            return str(self._ask("POST", "/tokens", {"email": email})["token"])
        except DolfinMockError as error:
            if error.code != _UNKNOWN_EMAIL:
                raise
            raise self._nobody(who) from None

    def reset(self) -> None:
        """Puts the world back to its start: state, clock and journal. Tokens that were issued stay valid."""
        self._ask("POST", "/reset")

    def snapshot(self, name: str, *, replace: bool = False) -> None:
        """Saves the world as it is, under a name; `replace` puts it in the place of one that has the name."""
        self._ask("POST", "/snapshots", {"name": name, "replace": replace})

    def restore(self, name: str) -> None:
        """Takes the world back to a snapshot of it. Tokens that were issued stay valid; a new journal begins."""
        self._ask("POST", f"/snapshots/{quote(name, safe='')}/restore")

    def drop(self) -> None:
        """Ends the world; one that is gone already, or whose server is, does not matter."""
        try:
            self._ask("DELETE", "")
        except DolfinMockError as error:
            if error.status not in (None, _NOT_FOUND):
                raise

    def _clients(self) -> list[Any]:
        """As they were when somebody asked first: the key of the first answer stays the same in a test."""
        if self._first_clients is None:
            self._first_clients = list(self._credentials()["clients"])
        return self._first_clients

    def _credentials(self) -> Any:
        return self._ask("GET", "/credentials")

    def _email(self, who: str) -> str:
        wanted = who.casefold()
        found = [email for email in self._users() if email.casefold().partition("@")[0] == wanted]
        if len(found) > 1:
            raise DolfinMockError(f"{who!r} is the beginning of several emails: give one of {', '.join(found)}")
        if not found:
            raise self._nobody(who)
        return found[0]

    def _nobody(self, who: str) -> DolfinMockError:
        users = ", ".join(self._users())
        known = f"; those who can: {users}" if users else ": add a user to an organisation first"
        return DolfinMockError(f"nobody can log in to this world as {who!r}{known}", code=_UNKNOWN_EMAIL)

    def _users(self) -> list[str]:
        return list(self._credentials()["users"])

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        return self._remote.ask(method, self._controls + path, body)
