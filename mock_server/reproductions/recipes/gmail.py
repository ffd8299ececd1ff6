"""Tag Gmail: a list below a connection looks at its cursor only once there is the connection."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("listGmailCandidates", "Mock.InvalidCursor"): (
        Ask("beginGmailConnection", json={"returnUrl": "https://app.example/done"}),
        Ask("listGmailConnections", keep={"connection": "/0/id"}),
        Ask("listGmailCandidates", path={"id": "${connection}"}, query={"Cursor": "no-such-cursor"}),
    ),
}
