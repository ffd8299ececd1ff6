"""What is said of the worlds of a test that failed."""

from collections.abc import Iterable, Iterator

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.journal import MockEntry
from mock_server.pytest_plugin.world import MockWorld

_SHOWN = 10
_REFUSED = 400
_MORE = "     every step of it: dolfin_mock.journal[{place}].why()"


def told_of(worlds: Iterable[MockWorld]) -> Iterator[tuple[str, str]]:
    """Sections of a report: the last requests of each world."""
    for world in worlds:
        try:
            told = "\n".join(_lines(world))
        except (DolfinMockError, LookupError, TypeError) as error:  # a server of another version may tell otherwise
            told = f"The journal cannot be read: {error}"
        yield f"dolfin-mock: the last requests to {world.url}", told


def _lines(world: MockWorld) -> Iterator[str]:
    """Of the last request that was refused also the cause, as that is what a test most often fails by."""
    entries = world.journal.last(_SHOWN)
    if not entries:
        yield "There was none."
    refused = [entry for entry in entries if entry.status is not None and entry.status >= _REFUSED][-1:]
    for place, entry in enumerate(entries, -len(entries)):
        yield _line(entry)
        if entry in refused:
            yield f"     {entry.cause()}"
            yield _MORE.format(place=place)


def _line(entry: MockEntry) -> str:
    status = "closed" if entry.status is None else str(entry.status)
    return f"{entry.id:>4} {entry.method} {entry.path}  {status}{f'  {entry.code}' if entry.code else ''}"
