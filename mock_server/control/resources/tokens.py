"""Ready session tokens, for people and their tools."""

from mock_server.catalogue import UNKNOWN_EMAIL
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain.logins import first_login
from mock_server.domain.violations import Violation
from mock_server.json_value import Json

_EMAIL = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["email"],
        "properties": {"email": {"type": "string"}},
    },
    {"email": "alice@acmeplumbing.co.uk"},
)


async def issue_token(request: ControlRequest) -> Json:
    token = first_login(request.world, str(request.members["email"]))
    if token is None:
        raise Violation(UNKNOWN_EMAIL)
    return {"token": token}


ROUTES = (
    Route(
        "POST",
        "/tokens",
        issue_token,
        "A session token of the user with this email, without the two calls of a login. It changes nothing.",
        {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}},
        body=_EMAIL,
        refusals=("Mock.UnknownEmail",),
    ),
)
