"""One operation of the control API: what it takes and gives. Requests are judged, and the API described, from these."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.responses import Response

from mock_server.control.services import Services
from mock_server.domain.journal import Headers
from mock_server.domain.world import World
from mock_server.http_api.body import BODY_LIMIT
from mock_server.json_value import Json

Schema = Mapping[str, Any]
Scope = Literal["server", "world"]


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """A request that matched its route. `world` is the one that its path names, else the default world.

    `body` is the JSON that was sent, matching the route's schema; a route that takes text finds it in `text`.
    `query` holds what was sent, typed; `base_url` is how the caller reached this server.
    """

    services: Services
    world: World
    path: Mapping[str, str]
    query: Mapping[str, Json]
    body: Json
    text: str
    base_url: str
    headers: Headers = field(default_factory=dict)

    @property
    def members(self) -> Mapping[str, Json]:
        """The members of an object body."""
        assert isinstance(self.body, Mapping)
        return self.body


Handler = Callable[[ControlRequest], Awaitable[Json | Response]]
"""Answers with a JSON value, or with a whole response where it is no JSON. Raises Violation."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A body: its schema, an example to show, and the most bytes it may have. `required` bodies must be sent."""

    schema: Schema
    example: Json
    required: bool = True
    text_types: tuple[str, ...] = ()
    """Media types under which the body is text of another kind, which the handler reads itself."""
    limit: int = BODY_LIMIT


@dataclass(frozen=True, slots=True)
class Route:
    """`path` is below /__mock__; of a world it is also there below /__mock__/worlds/{world}.

    `query` holds the schemas of its parameters, `answer` that of its success, `media_type` what that is if no JSON;
    `text_types` are what callers may have it as instead.
    `refusals` are the codes it refuses with, besides those of every route.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    answer: Schema = field(default_factory=dict)
    scope: Scope = "world"
    body: Taken | None = None
    query: Mapping[str, Schema] = field(default_factory=dict)
    status: int = 200
    media_type: str = "application/json"
    text_types: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
