"""Who a request is made as."""

from dataclasses import dataclass
from typing import TypeAlias

from mock_server.domain.model import ClientId, OrganisationId, UserId, made_per_request


@made_per_request
class ApiClient:
    """A client's backend, known by its API key."""

    client_id: ClientId


@made_per_request
class SessionUser:
    """A user with a session token, under the client whose key began the login.

    `only_organisation` is set for a sandbox handoff: the session covers that organisation alone.
    """

    user_id: UserId
    client_id: ClientId
    only_organisation: OrganisationId | None


@dataclass(frozen=True, slots=True)
class Anonymous:
    """The caller of a public operation."""


Principal: TypeAlias = ApiClient | SessionUser | Anonymous
