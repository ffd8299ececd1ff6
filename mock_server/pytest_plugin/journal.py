"""What a test's world was asked, and what it answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.remote import Remote

__tracebackhide__ = True  # a test's failure is shown at its own line
_PAGE = "1000"
_NOT_AS_EXPECTED = "Mock.NotAsExpected"


@dataclass(frozen=True, slots=True)
class MockEntry:
    """A request and its answer.

    `path` has no query and not the world's prefix; `operation` is None where it led to none, `status` where the
    connection was closed before an answer. `code` is the error code. `shown` is all that a list shows of it.
    """

    id: int
    method: str
    path: str
    operation: str | None
    status: int | None
    code: str | None
    shown: Mapping[str, Any] = field(repr=False)
    _remote: Remote = field(repr=False)
    _journal: str = field(repr=False)

    def whole(self) -> Mapping[str, Any]:
        """With headers and bodies; credentials are masked."""
        return dict(self._remote.ask("GET", f"{self._journal}/{self.id}"))

    def why(self) -> str:
        """Why it was answered so, step by step, to be read."""
        return self._remote.ask_text(f"{self._journal}/{self.id}/why?as=text")

    def cause(self) -> str:
        """The same in a sentence, and what would have satisfied the rule that refused."""
        told = self._remote.ask("GET", f"{self._journal}/{self.id}/why")
        return " ".join(filter(None, (told["cause"], told["remedy"])))

    def reproduce(self, form: str = "pytest") -> str:
        """A script that leads to this answer in any other server: "pytest", "curl" or "text"."""
        return self._remote.ask_text(f"{self._journal}/{self.id}/reproduce?{urlencode({'as': form})}")


@dataclass(frozen=True, slots=True)
class MockJournal:
    """The requests to one world since it began, was reset or restored."""

    _remote: Remote
    _path: str

    def __iter__(self) -> Iterator[MockEntry]:
        """Oldest first."""
        return iter(self.entries())

    def __len__(self) -> int:
        return len(self.entries())

    def __getitem__(self, place: int) -> MockEntry:
        return self.entries()[place]

    def entries(self, **wanted: str | int) -> list[MockEntry]:
        """Those that are wanted, oldest first: operation="createInvoice", status="4xx", errorCode=..., path=..."""
        query = {"limit": _PAGE, **{name: str(value) for name, value in wanted.items()}}
        found: list[MockEntry] = []
        while True:
            page = self._remote.ask("GET", self._path, query=query)
            found += [self._entry(shown) for shown in page["entries"]]
            if page["next"] is None:
                return found[::-1]
            query["beforeId"] = str(page["next"])

    def last(self, number: int) -> list[MockEntry]:
        """The latest, oldest of them first."""
        page = self._remote.ask("GET", self._path, query={"limit": str(number)})
        return [self._entry(shown) for shown in reversed(page["entries"])]

    def verify(self, **expected: Any) -> list[int]:
        """The ids of the requests that are expected: operation="createInvoice", body={"currency": "GBP"}, count=1.

        Takes what POST /__mock__/journal/verify takes. Raises AssertionError where the world was asked otherwise.
        """
        try:
            return list(self._remote.ask("POST", f"{self._path}/verify", expected)["entries"])
        except DolfinMockError as error:
            if error.code != _NOT_AS_EXPECTED:
                raise
            raise AssertionError("\n".join(_not_as_expected(error.problem))) from None

    def clear(self) -> None:
        """Forgets what came until now."""
        self._remote.ask("DELETE", self._path)

    def _entry(self, shown: Mapping[str, Any]) -> MockEntry:
        return MockEntry(
            id=shown["id"],
            method=shown["method"],
            path=shown["path"],
            operation=shown["operationId"],
            status=shown["status"],
            code=shown["errorCode"],
            shown=shown,
            _remote=self._remote,
            _journal=self._path,
        )


def _not_as_expected(problem: Mapping[str, Any]) -> Iterator[str]:
    """What was received instead, the most alike first."""
    yield str(problem["detail"])
    for near in problem["received"]:
        yield f"{near['id']:>4} {near['method']} {near['path']}  {near['status']}: {'; '.join(near['differs'])}"
