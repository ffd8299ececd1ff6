"""What the journal of a world looks like in answers: entries, lists of them, explanations."""

from typing import Any

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
LIST_SCHEMA: dict[str, Any] = {
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
ENTRY_SCHEMA: dict[str, Any] = {
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
WHY_SCHEMA: dict[str, Any] = {
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
