"""Scripts as answers: for programs, for people, for bash and for pytest."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from starlette.responses import PlainTextResponse, Response

from mock_server.json_value import Json

SCRIPT_SCHEMA = {
    "type": "object",
    "required": ["title", "start", "steps", "expected"],
    "description": "With as=curl a bash script, with as=pytest a test module, as plain text.",
    "properties": {
        "title": {"type": "string"},
        "start": {"type": "object", "description": "The body of POST /__mock__/worlds."},
        "steps": {"type": "array", "items": {"type": "object"}},
        "expected": {"type": "object"},
    },
}


def reproductions(name: str) -> Any:
    """A module of that package, loaded when somebody first asks: most servers are never asked, and all start fast."""
    return import_module(f"mock_server.reproductions.{name}")


def script_answer(script: Any, query: Mapping[str, Json]) -> Json | Response:
    """The script in the form that `as` asks for, JSON where it is left out."""
    return FORMS[str(query.get("as", "json"))](script)


FORMS: Mapping[str, Callable[[Any], Json | Response]] = {
    "json": lambda script: reproductions("plain_text").as_json(script),
    "text": lambda script: PlainTextResponse(reproductions("plain_text").plain_text(script)),
    "curl": lambda script: PlainTextResponse(reproductions("curl_script").curl_script(script)),
    "pytest": lambda script: PlainTextResponse(reproductions("pytest_file").pytest_file(script)),
}
