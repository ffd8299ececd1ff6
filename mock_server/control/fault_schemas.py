"""What a fault looks like in requests and answers."""

from collections.abc import Mapping
from typing import Any

from mock_server.control.route import Taken
from mock_server.domain.fault_effects import LONGEST_DELAY_MS
from mock_server.http_api.faulting import LONGEST_SECONDS

_MOST_SECONDS = 365 * 24 * 3600
_LARGEST_SEED = 2**53 - 1
_MS = {"type": "number", "minimum": 0, "maximum": LONGEST_DELAY_MS}


def _object(required: tuple[str, ...], **members: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": members}


_EFFECT_MEMBERS: Mapping[str, Any] = {
    "delay": {
        **_object(
            (),
            ms=_MS,
            uniform=_object(("min", "max"), min=_MS, max=_MS),
            normal=_object(("mean", "sd"), mean=_MS, sd=_MS),
            exponential=_object(("mean",), mean=_MS),
        ),
        "minProperties": 1,
        "maxProperties": 1,
        "description": "The request waits so many milliseconds of real time, fixed or drawn, and is decided then; "
        f"no longer than {LONGEST_DELAY_MS}.",
    },
    "status": {
        "type": "integer",
        "minimum": 400,
        "maximum": 599,
        "description": "Problem details of this status. The operation is not performed, unless after is true.",
    },
    "tooManyRequests": {
        **_object(
            ("retryAfter",),
            retryAfter={"type": "integer", "minimum": 0, "maximum": _MOST_SECONDS},
            **{"as": {"enum": ["seconds", "date"]}},
        ),
        "description": "429 with Retry-After, in seconds or as the date on the world's clock. The operation "
        "is not performed, unless after is true.",
    },
    "close": {
        "enum": ["before", "middle"],
        "description": "The connection is closed. Before the answer: the operation is not performed, unless after is "
        "true. In the middle of the answer: the operation is performed, half of the body is sent; nothing where the "
        "answer has no body.",
    },
    "bytesPerSecond": {
        "type": "integer",
        "minimum": 1,
        "description": "The operation is performed, and the body of its answer sent at this speed; what is left after "
        f"{LONGEST_SECONDS} seconds comes at once.",
    },
    "malformed": {
        "enum": ["truncated", "invalid"],
        "description": "The operation is performed; the body of its answer, with its content type, is cut to half, or "
        "ends as no JSON does. An answer without a body stays as it is.",
    },
}
_TERMS: Mapping[str, Any] = {
    "operations": {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string"},
        "description": "operationIds; left out: every operation.",
    },
    "probability": {"type": "number", "minimum": 0, "maximum": 1, "description": "Of each request; 1 if left out."},
    "count": {"type": "integer", "minimum": 1, "description": "How many requests meet it at most."},
    "from": {"type": "string", "format": "date-time", "description": "On the world's clock; left out: at once."},
    "until": {"type": "string", "format": "date-time", "description": "On the world's clock, exclusive."},
    "seed": {
        "type": "integer",
        "minimum": 0,
        "maximum": _LARGEST_SEED,
        "description": "Of what it draws: the same requests in the same order meet it again. Derived from the world's "
        "seed if left out.",
    },
    "after": {
        "type": "boolean",
        "description": "For status, tooManyRequests and close before: the operation is performed, its answer lost.",
    },
}
NEW_FAULT = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "description": "One effect, and when a request meets it. Of several faults that hit a request, it meets "
        "the oldest delay and the oldest other one. A request that itself asks for an answer meets none.",
        "properties": {
            **_TERMS,
            "for": {
                "type": ["number", "string"],
                "exclusiveMinimum": 0,
                "description": "Instead of until: seconds or an ISO 8601 duration after from, or after now.",
            },
            **_EFFECT_MEMBERS,
        },
    },
    {"operations": ["createInvoice"], "probability": 0.2, "count": 5, "delay": {"ms": 800}},
)
FAULT_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "effect", "operations", "probability", "seed", "met", "drawn"],
    "properties": {
        "id": {"type": "string"},
        "effect": {"type": "string", "description": "What it does, in words."},
        **_TERMS,
        **_EFFECT_MEMBERS,
        "operations": {"type": "array", "items": {"type": "string"}, "description": "None: every operation."},
        "met": {"type": "integer", "description": "How many requests met it."},
        "drawn": {"type": "integer", "description": "How many requests could have met it."},
    },
}
