"""The journal of a world: listed, shown, explained, followed, cleared."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import islice
from typing import Any

from starlette.responses import PlainTextResponse, Response

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.event_stream import COMMENT, MEDIA_TYPE, EventStream, event
from mock_server.control.followers import Begun, Ended, Heartbeat, Missed, News
from mock_server.control.journal_entries import exchange_of, require_entry
from mock_server.control.journal_filter import FILTER_PARAMETERS, JournalFilter
from mock_server.control.route import ControlRequest, Route
from mock_server.domain import times
from mock_server.domain.journal import JournalEntry
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.explaining.as_text import as_text
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.shown import summary, whole
from mock_server.explaining.why import why
from mock_server.json_value import Json

_PAGE = 100
_LARGEST_PAGE = 1_000
_LAST_EVENT_ID = "last-event-id"
_EVENT_ID = re.compile(r"(\d{1,18})(?:-([0-9a-f]+))?", re.ASCII)

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
SUMMARY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "time", "world", "method", "path", "operationId", "principal", "status", "errorCode", "changed"],
    "properties": {
        "id": {"type": "integer"},
        "time": {"type": "string", "format": "date-time", "description": "On the world's clock."},
        "world": _TEXT,
        "method": _TEXT,
        "path": {**_TEXT, "description": "As it was sent, credentials masked."},
        "query": _MAYBE_TEXT,
        "operationId": {**_MAYBE_TEXT, "description": "Null where the request led to no operation."},
        "principal": {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": {"enum": ["anonymous", "client", "user"]},
                "client": {"type": "object", "properties": {"id": _TEXT, "name": _MAYBE_TEXT}},
                "user": {"type": "object", "properties": {"id": _TEXT, "email": _MAYBE_TEXT}},
                "onlyOrganisation": {**_TEXT, "description": "Of a session that began with a handoff."},
            },
        },
        "organisation": {**_MAYBE_TEXT, "description": "The id of the selected one."},
        "status": {"type": ["integer", "null"], "description": "Null where the connection was closed before."},
        "errorCode": _MAYBE_TEXT,
        "fidelity": {"enum": ["rules", "state", "sample", None], "description": "That of the operation."},
        "durationMs": {"type": "number"},
        "changed": {"type": "boolean", "description": "Whether the request changed the world."},
        "forced": {"type": "boolean", "description": "The request asked for this answer."},
        "fault": {**_TEXT, "description": "The faults that the request met."},
    },
}
_LIST_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["entries", "next", "dropped"],
    "properties": {
        "entries": {"type": "array", "items": SUMMARY_SCHEMA, "description": "Newest first."},
        "next": {"type": ["integer", "null"], "description": "The beforeId of the next page; null on the last one."},
        "dropped": {"type": "integer", "description": "How many are gone since the world began: no room, or cleared."},
    },
}
_BODY = {
    "type": ["object", "null"],
    "properties": {
        "size": {"type": "integer"},
        "json": {"description": "The body, where it is JSON."},
        "text": _TEXT,
        "base64": {**_TEXT, "description": "The bytes of what is no text."},
        "tooLarge": {"type": "boolean", "description": "It was over the limit and not kept."},
    },
}
_HEADERS = {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}}
_ENTRY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [*SUMMARY_SCHEMA["required"], "request", "answer", "refusal"],
    "properties": {
        **SUMMARY_SCHEMA["properties"],
        "request": {"type": "object", "properties": {"baseUrl": _TEXT, "headers": _HEADERS, "body": _BODY}},
        "answer": {"type": "object", "properties": {"headers": _HEADERS, "body": _BODY}},
        "refusal": {
            "type": ["object", "null"],
            "properties": {
                "step": _TEXT,
                "rule": _TEXT,
                "detail": _TEXT,
                "failures": {"type": "array", "items": _TEXT},
            },
        },
    },
}
_FACTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["text", "asOf"],
        "properties": {
            "text": _TEXT,
            "asOf": {"enum": ["then", "now"], "description": "Now: the world may have moved on since the request."},
        },
    },
}
_WHY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "request", "status", "errorCode", "cause", "steps", "remedy", "help", "nearest"],
    "properties": {
        "id": {"type": "integer"},
        "time": {"type": "string", "format": "date-time"},
        "world": _TEXT,
        "request": _TEXT,
        "operationId": _MAYBE_TEXT,
        "status": {"type": ["integer", "null"]},
        "errorCode": _MAYBE_TEXT,
        "source": {**_MAYBE_TEXT, "description": "Of the error code: published, documented or assumed."},
        "meaning": _MAYBE_TEXT,
        "cause": {**_TEXT, "description": "In one sentence."},
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["step", "outcome", "saw"],
                "properties": {
                    "step": _TEXT,
                    "outcome": {"enum": ["passed", "refused", "answered", "not reached"]},
                    "saw": _FACTS,
                    "rule": {**_TEXT, "description": "The function that refused."},
                    "ruleSays": _MAYBE_TEXT,
                    "failures": {"type": "array", "items": _TEXT},
                },
            },
        },
        "remedy": {**_MAYBE_TEXT, "description": "What would have satisfied it; null where nothing refused."},
        "help": {**_FACTS, "description": "What there is that would have done."},
        "nearest": {
            "type": "array",
            "description": "For a request that led to no operation: those that it is most like, and what differs.",
            "items": {
                "type": "object",
                "required": ["operationId", "method", "path", "differs"],
                "properties": {
                    "operationId": _TEXT,
                    "method": _TEXT,
                    "path": _TEXT,
                    "differs": {"type": "array", "items": _TEXT},
                },
            },
        },
    },
}


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
            services = request.services
            shown = summary(Exchange(news, world, services.contract, services.behaviours))
            return event("entry", shown, f"{news.id}-{services.followers.series(world.journal)}")


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
        _LIST_SCHEMA,
        query={**FILTER_PARAMETERS, **_PAGING},
    ),
    Route("DELETE", "/journal", clear_journal, "Forgets all entries.", status=204),
    Route(
        "GET",
        "/journal/follow",
        follow_journal,
        "Entries as they come, as server-sent events: entry, dropped, reset, end. Last-Event-ID resumes.",
        _TEXT,
        query=FILTER_PARAMETERS,
        media_type=MEDIA_TYPE,
    ),
    Route(
        "GET",
        "/journal/{id}",
        show_journal_entry,
        "One request and its answer, whole; credentials are masked.",
        _ENTRY_SCHEMA,
        refusals=_MISSING,
    ),
    Route(
        "GET",
        "/journal/{id}/why",
        explain_journal_entry,
        "Why it was answered so: what each step of the pipeline saw, which rule refused, what would have satisfied it.",
        _WHY_SCHEMA,
        query={"as": {"enum": ["json", "text"], "description": "Text also with Accept: text/plain."}},
        text_types=("text/plain",),
        refusals=_MISSING,
    ),
)
