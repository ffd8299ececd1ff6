"""When an id counts as given."""

from mock_server.json_value import Json

NIL_UUID = "00000000-0000-0000-0000-000000000000"


def given_id(sent: Json) -> str | None:
    """The id in lower case; None where it is absent, empty or the nil UUID."""
    return sent.lower() if isinstance(sent, str) and sent not in ("", NIL_UUID) else None
