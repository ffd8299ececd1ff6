"""What is said of the worlds of a test that failed."""

from collections.abc import Iterable, Iterator

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.journal import MockEntry
from mock_server.pytest_plugin.world import MockWorld

_SHOWN = 10


def told_of(worlds: Iterable[MockWorld]) -> Iterator[tuple[str, str]]:
    """Sections of a report: the last requests of each world."""
    for world in worlds:
        try:
            told = "\n".join(_lines(world))
        except DolfinMockError as error:
            told = str(error)
        yield f"dolfin-mock {world.url}", told


def _lines(world: MockWorld) -> Iterator[str]:
    entries = world.journal.entries()
    if not entries:
        yield "no request came to this world"
        return
    for entry in entries[-_SHOWN:]:
        yield _line(entry)


def _line(entry: MockEntry) -> str:
    return f"{entry.id:>4}  {entry.method:<6} {entry.path}  {entry.status}{f'  {entry.code}' if entry.code else ''}"
