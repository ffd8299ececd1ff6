"""Journal entries as they are shown: nothing that is a credential can be read in them."""

import base64
from collections.abc import Mapping

from mock_server.domain import times
from mock_server.explaining.exchange import Exchange, json_or_none
from mock_server.explaining.people import shown_principal
from mock_server.json_value import Json

_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0D}


def summary(exchange: Exchange) -> dict[str, Json]:
    """What an entry is in a list."""
    entry = exchange.entry
    path, _, query = exchange.shown_target.partition("?")
    shown: dict[str, Json] = {
        "id": entry.id,
        "time": times.written(entry.at),
        "world": exchange.world.name,
        "method": entry.method,
        "path": path,
        "query": query or None,
        "operationId": entry.operation_id,
        "principal": shown_principal(exchange.world, entry.principal),
        "organisation": entry.organisation_id,
        "status": entry.status or None,
        "errorCode": entry.error_code,
        "fidelity": exchange.fidelity,
        "durationMs": round(entry.seconds * 1000, 3),
        "changed": entry.changed,
    }
    if entry.forced:
        shown["forced"] = True
    return shown if entry.fault is None else {**shown, "fault": entry.fault}


def whole(exchange: Exchange) -> dict[str, Json]:
    """The same, with headers and bodies; `status` is null where no answer was sent."""
    entry, masking = exchange.entry, exchange.masking
    answer = {name: (value,) for name, value in entry.answer_headers.items()}
    if entry.media_type is not None:
        answer = {"content-type": (entry.media_type,), **answer}
    return {
        **summary(exchange),
        "request": {
            "baseUrl": entry.base_url,
            "headers": masking.headers(entry.headers),
            "body": _shown_body(exchange, entry.body) if entry.body is not None else {"tooLarge": True},
        },
        "answer": {"headers": masking.headers(answer), "body": _shown_body(exchange, entry.content)},
        "refusal": _refusal(exchange),
    }


def _shown_body(exchange: Exchange, content: bytes) -> Json:
    """JSON as it is, text as text, else bytes in base64; null where there is none."""
    if not content:
        return None
    value = json_or_none(content)
    if value is not None or content == b"null":
        return {"size": len(content), "json": exchange.masking.json(value)}
    text = _text(content)
    if text is not None:
        return {"size": len(content), "text": exchange.masking.raw(text)}
    return {"size": len(content), "base64": base64.b64encode(exchange.masking.content(content)).decode()}


def _text(content: bytes) -> str | None:
    """None where it is no text that people read."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.intersection(content) else text


def _refusal(exchange: Exchange) -> Mapping[str, Json] | None:
    refusal = exchange.entry.refusal
    if refusal is None:
        return None
    masking = exchange.masking
    return {
        "step": refusal.step,
        "rule": refusal.rule,
        "detail": masking.text(refusal.detail),
        "failures": [masking.text(failure) for failure in refusal.failures],
    }
