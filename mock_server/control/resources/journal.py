"""The journal of a world: listed, shown, explained, followed, cleared."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import islice

from starlette.responses import PlainTextResponse, Response

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.event_stream import COMMENT, MEDIA_TYPE, EventStream, event
from mock_server.control.followers import Begun, Ended, Heartbeat, Missed, News
from mock_server.control.journal_entries import exchange_of, require_entry
from mock_server.control.journal_filter import FILTER_PARAMETERS, JournalFilter
from mock_server.control.journal_schemas import ENTRY_SCHEMA, LIST_SCHEMA, WHY_SCHEMA
from mock_server.control.route import ControlRequest, Route
from mock_server.domain import times
from mock_server.domain.journal import JournalEntry
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.explaining.as_text import as_text
from mock_server.explaining.shown import summary, whole
from mock_server.explaining.why import why
from mock_server.json_value import Json

_PAGE = 100
_LARGEST_PAGE = 1_000
_LAST_EVENT_ID = "last-event-id"
_EVENT_ID = re.compile(r"(\d{1,18})(?:-([0-9a-f]+))?", re.ASCII)


async def list_journal(request: ControlRequest) -> Json:
    """Newest first; a page more than is shown is read, to know whether there is another."""
    query, world = request.query, request.world
    wanted = JournalFilter.of(query, request.services)
    before, after = _number(query.get("beforeId")), _number(query.get("afterId")) or 0
    limit = _number(query.get("limit")) or _PAGE
    found = (
        entry
        for entry in world.journal.newest_first()
        if (before is None or entry.id < before) and entry.id > after and wanted.wants(world, entry)
    )
    entries = list(islice(found, limit + 1))
    return {
        "entries": [summary(exchange_of(request, entry)) for entry in entries[:limit]],
        "next": entries[limit - 1].id if len(entries) > limit else None,
        "dropped": world.journal.dropped,
    }


async def show_journal_entry(request: ControlRequest) -> Json:
    return whole(exchange_of(request, require_entry(request)))


async def explain_journal_entry(request: ControlRequest) -> Json | Response:
    explained = why(exchange_of(request, require_entry(request)))
    asked = request.query.get("as") or ("text" if _prefers_text(request) else "json")
    return PlainTextResponse(as_text(explained)) if asked == "text" else explained.as_json()


async def clear_journal(request: ControlRequest) -> Response:
    request.world.journal.clear()
    return Response(status_code=204)


async def follow_journal(request: ControlRequest) -> Response:
    """Begins with what is new, or after the entry that the caller names."""
    return EventStream(_events(request, _start(request)))


def _start(request: ControlRequest) -> int:
    """The id above which entries are sent. A journal that began anew since is sent from its beginning."""
    journal = request.world.journal
    sent = request.headers.get(_LAST_EVENT_ID, ("",))[0].strip()
    if not sent:
        return _number(request.query.get("afterId")) or (0 if "afterId" in request.query else journal.next_id - 1)
    match = _EVENT_ID.fullmatch(sent)
    if match is None:
        raise Violation(INVALID_REQUEST, reason="Last-Event-ID must be the id of an event of this stream.")
    series = request.services.followers.series(journal)
    return int(match[1]) if match[2] in (None, series) and int(match[1]) < journal.next_id else 0


async def _events(request: ControlRequest, after: int) -> AsyncGenerator[bytes, None]:
    services = request.services
    wanted = JournalFilter.of(request.query, services)
    yield b"retry: 1000\n\n"
    world = request.world
    followed = services.followers.follow(world, after, lambda entry: wanted.wants(world, entry))
    async with aclosing(followed):
        async for world, news in followed:
            yield _told(request, world, news)


def _told(request: ControlRequest, world: World, news: News) -> bytes:
    match news:
        case Heartbeat():
            return COMMENT
        case Missed(count):
            return event("dropped", {"count": count})
        case Begun():
            return event("reset", {"world": world.name, "now": times.written(world.clock.now())})
        case Ended():
            return event("end", {"world": world.name})
        case JournalEntry():
            series = request.services.followers.series(world.journal)
            return event("entry", summary(exchange_of(request, news, world)), f"{news.id}-{series}")


def _prefers_text(request: ControlRequest) -> bool:
    """Whether plain text is the first of the types that the caller names."""
    first = ",".join(request.headers.get("accept", ())).partition(",")[0]
    return first.partition(";")[0].strip().lower() == "text/plain"


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) else None


_PAGING = {
    "beforeId": {"type": "integer", "minimum": 0, "description": "Entries that came earlier than this one."},
    "limit": {"type": "integer", "minimum": 1, "maximum": _LARGEST_PAGE, "description": f"{_PAGE} unless told."},
}
_MISSING = ("Mock.EntryNotFound",)
ROUTES = (
    Route(
        "GET",
        "/journal",
        list_journal,
        "The requests and answers of the world, newest first.",
        LIST_SCHEMA,
        query={**FILTER_PARAMETERS, **_PAGING},
    ),
    Route("DELETE", "/journal", clear_journal, "Forgets all entries.", status=204),
    Route(
        "GET",
        "/journal/follow",
        follow_journal,
        "Entries as they come, as server-sent events: entry, dropped, reset, end. Last-Event-ID resumes.",
        {"type": "string"},
        query=FILTER_PARAMETERS,
        media_type=MEDIA_TYPE,
    ),
    Route(
        "GET",
        "/journal/{id}",
        show_journal_entry,
        "One request and its answer, whole; credentials are masked.",
        ENTRY_SCHEMA,
        refusals=_MISSING,
    ),
    Route(
        "GET",
        "/journal/{id}/why",
        explain_journal_entry,
        "Why it was answered so: what each step of the pipeline saw, which rule refused, what would have satisfied it.",
        WHY_SCHEMA,
        query={"as": {"enum": ["json", "text"], "description": "Text also with Accept: text/plain."}},
        text_types=("text/plain",),
        refusals=_MISSING,
    ),
)
