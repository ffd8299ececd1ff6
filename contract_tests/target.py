"""What the suite runs against, and what it can do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import requests

from contract_tests.credentials import ACME, Credentials

_TIMEOUT = 10
HEALTH = "/__mock__/health"
CAPABILITIES = frozenset(
    {
        "api_key",
        "clock",
        "given_organisation",
        "organisation",
        "portal_user",
        "reset",
        "two_clients",
        "user",
        "writes",
    }
)
CONTROL_CAPABILITIES = frozenset({"clock", "reset"})


class TargetError(Exception):
    """A target that cannot be tested; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """`ours` tells that the suite started it; `is_mock` that it is this program, whoever started it."""

    url: str
    is_mock: bool
    ours: bool
    credentials: Credentials
    capabilities: frozenset[str]

    def missing(self, needs: frozenset[str]) -> frozenset[str]:
        return needs - self.capabilities


def normal_address(url: str) -> str:
    """The address as requests are sent to it, without a slash at its end. Raises TargetError."""
    try:
        return str(requests.Request("GET", url).prepare().url).rstrip("/")
    except requests.RequestException as error:
        raise TargetError("the target's address cannot be used: give one such as https://staging.example") from error


def find_target(url: str, credentials: Credentials, *, ours: bool, writes: bool, flags: frozenset[str]) -> Target:
    """Asks the target what it is. `flags` are capabilities that the user vouches for. Raises TargetError."""
    health = _health(url)
    is_mock = health is not None
    known = _filled(credentials) if is_mock else credentials
    if known.api_key is None and known.session_token is None:
        raise TargetError("no credentials: set DOLFIN_API_KEY, or DOLFIN_SESSION_TOKEN for a read-only run")
    return Target(
        url=url,
        is_mock=is_mock,
        ours=ours,
        credentials=known,
        capabilities=_capabilities(known, health, writes=writes) | flags,
    )


def _health(url: str) -> Mapping[str, Any] | None:
    """What the mock says of itself, also through a proxy; None for anything else."""
    try:
        answer = requests.get(url + HEALTH, timeout=_TIMEOUT)
    except requests.RequestException as error:
        raise TargetError(f"nothing answers at {url}: is it running, and is the address right?") from error
    if answer.is_redirect:
        raise TargetError(f"{url} redirects to {answer.headers['location']}: give the address that it leads to")
    try:
        body = answer.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) and body.get("name") == "dolfin-mock" else None


def _filled(credentials: Credentials) -> Credentials:
    """A mock that nothing was said about has its default scenario."""
    return ACME if credentials == Credentials() else replace(credentials)


def _capabilities(credentials: Credentials, health: Mapping[str, Any] | None, *, writes: bool) -> frozenset[str]:
    makes = writes and credentials.api_key is not None
    has = {
        "api_key": credentials.api_key is not None,
        "writes": makes,
        "two_clients": credentials.second_api_key is not None,
        "portal_user": credentials.portal_user_id is not None,
        "user": makes or credentials.user_id is not None or credentials.session_token is not None,
        "organisation": makes or credentials.organisation_id is not None,
        "given_organisation": credentials.organisation_id is not None,
    }
    controls = CONTROL_CAPABILITIES & set((health or {}).get("capabilities", ())) if writes else frozenset()
    return frozenset(name for name, present in has.items() if present) | controls
