"""Ready session tokens, for people and their tools."""

from mock_server.catalogue import UNKNOWN_EMAIL
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain import times
from mock_server.domain.auth_codes import signed_code
from mock_server.domain.logins import WantedSession, login, unchecked_login
from mock_server.domain.model import ClientId, OrganisationId, UserId
from mock_server.domain.violations import Violation
from mock_server.json_value import Json

_ID = {"type": "string", "format": "uuid"}
_MEMBERS = {
    "email": {"type": "string", "description": "Of a user who belongs to an organisation or a client's portal."},
    "user": {**_ID, "description": "Anybody's id, instead of an email: the world judges the token when it is used."},
    "client": {**_ID, "description": "The client that is logged in to; left out: the first that knows the user."},
    "organisation": {**_ID, "description": "The one that the session is for alone, as after a sandbox handoff."},
    "authCode": {"type": "string", "description": "The id of an auth code, whose text is wanted instead of a session."},
    "expiresAt": {
        "type": "string",
        "format": "date-time",
        "description": "When it ends, in whole seconds; a session is for 8 hours where it is left out.",
    },
}
_WANTED = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "properties": _MEMBERS,
        "oneOf": [
            {"required": ["email"], "properties": {"user": False, "authCode": False}},
            {"required": ["user", "client"], "properties": {"email": False, "authCode": False}},
            {
                "required": ["authCode", "expiresAt"],
                "properties": {"email": False, "user": False, "client": False, "organisation": False},
            },
        ],
    },
    {"email": "alice@acmeplumbing.co.uk"},
)


async def issue_token(request: ControlRequest) -> Json:
    sent, world = request.members, request.world
    if "authCode" in sent:
        return {"token": signed_code(world, str(sent["authCode"]), times.read(str(sent["expiresAt"])))}
    wanted = WantedSession(
        client=ClientId(str(sent["client"]).lower()) if "client" in sent else None,
        organisation=OrganisationId(str(sent["organisation"]).lower()) if "organisation" in sent else None,
        expires_at=times.read(str(sent["expiresAt"])) if "expiresAt" in sent else None,
    )
    if wanted.client is not None and "user" in sent:
        return {"token": unchecked_login(world, UserId(str(sent["user"]).lower()), wanted.client, wanted)}
    token = login(world, str(sent["email"]), wanted)
    if token is None:
        raise Violation(UNKNOWN_EMAIL)
    return {"token": token}


ROUTES = (
    Route(
        "POST",
        "/tokens",
        issue_token,
        "A session token of a user, without the two calls of a login. It changes nothing.",
        {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}},
        body=_WANTED,
        refusals=("Mock.UnknownEmail",),
    ),
)
