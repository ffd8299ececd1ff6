"""Writes the value of an answer in its media type."""

from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json

FIDELITY_HEADER = "x-mock-fidelity"


def written(media_type: str, value: Json) -> tuple[str, bytes]:
    """A text in a media type that is no JSON is written as it is, everything else as JSON."""
    named = media_type.replace("*/*", "application/json")
    if isinstance(value, str) and not named.endswith("json"):
        return named, value.encode()
    return named, write_json(value)
