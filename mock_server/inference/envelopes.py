"""Lists in the envelope that a schema declares, member for member."""

import uuid

from mock_server.inference.records import RecordMaker
from mock_server.json_value import Json, JsonObject

_NO_CURSORS: JsonObject = {"cursors": {"current": None, "next": None, "previous": None}}


def enveloped_as(envelope: RecordMaker, page: JsonObject) -> JsonObject:
    """The page with the members that the envelope declares; those of the page that it cannot hold are left out."""
    made: dict[str, Json] = {"data": page["data"]}
    for member in envelope.members:
        told = [page[member.name]] if member.name in page else []
        told += [_NO_CURSORS, "", member.first] if member.required else []
        fitting = [value for each in told for value in member.of_sent(each, _no_id)]
        if fitting:
            made.setdefault(member.name, fitting[0])
    return made


def _no_id() -> str:
    return str(uuid.UUID(int=0))
