"""The composition root: the one place that picks the real clock, keys, scenario and contract."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.config import ConfigurationError, Settings
from mock_server.contract.document import Contract, load
from mock_server.contract.errors import ContractError
from mock_server.contract.given import given_contract
from mock_server.contract.judge import ContractJudge
from mock_server.control.api import PREFIX, build_control
from mock_server.control.guard import Guard
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.clock import LATEST, ClockRangeError, WallClock
from mock_server.domain.worlds import Worlds
from mock_server.http_api.access_log import AccessLog
from mock_server.http_api.api import build_api, with_cors
from mock_server.http_api.self_check import SelfCheck
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.inference.behaviours import inferred_behaviours
from mock_server.inference.likeness import is_alike
from mock_server.inspector.pages import PAGE_PATHS, build_pages
from mock_server.operations.registry import OPERATIONS, SAMPLED
from mock_server.resources import EFFECTIVE_CONTRACT, OPENAPI_FOLDER
from mock_server.scenarios.scenario import ScenarioError, load_scenario
from mock_server.scenarios.start import WorldStarter
from mock_server.tokens.jwt_tokens import MINIMUM_KEY_BYTES, JwtTokens
from mock_server.webhooks.sender import Sender


@dataclass(frozen=True, slots=True)
class Server:
    """A server ready to be run: its application, and what the banner tells about."""

    application: ASGIApp
    contract: Contract
    behaviours: dict[str, Behaviour]
    worlds: Worlds
    settings: Settings
    warnings: tuple[str, ...] = ()


def bootstrap(settings: Settings, wall: WallClock | None = None) -> Server:
    """Builds a server. Raises ConfigurationError with one line about what is wrong."""
    try:
        contract, warnings = _contract(settings)
        scenario = load_scenario(settings.scenario, contract, lenient=settings.contract is not None)
    except (ContractError, ScenarioError) as error:
        raise ConfigurationError(str(error)) from error
    key = _signing_key(settings)
    starter = WorldStarter(
        scenario=scenario,
        wall=wall or _system_clock,
        seed=secrets.randbits(64) if settings.seed is None else settings.seed,
        tokens=JwtTokens(key),
        cursor_key=key,
        now=settings.now,
        frozen=settings.freeze,
    )
    try:
        worlds = Worlds(starter)
    except ClockRangeError as error:
        raise ConfigurationError(f"the clock can start at {LATEST.isoformat()} at the latest") from error
    behaviours = behaviours_of(contract, vendored=settings.contract is None)
    return Server(
        application=_application(settings, contract, behaviours, worlds),
        contract=contract,
        behaviours=behaviours,
        worlds=worlds,
        settings=settings,
        warnings=(*warnings, *scenario.left_out),
    )


def behaviours_of(contract: Contract, *, vendored: bool) -> dict[str, Behaviour]:
    """What each operation of a contract does: an operation function of ours, else what is inferred.

    Our functions are for the operations of the Dolfin contract: the same id on another path, or with another shape, is
    another operation.
    """
    known = contract if vendored else load(EFFECTIVE_CONTRACT)
    same = {n for n in contract.operations.keys() & known.operations if vendored or is_alike(known, contract, n)}
    ours = {name: OPERATIONS[name] for name in same & OPERATIONS.keys()}
    inferred = inferred_behaviours(contract)
    reasoned = {name: replace(inferred[name], reason=SAMPLED[name]) for name in same & SAMPLED.keys()}
    return {**inferred, **reasoned, **ours}


def _contract(settings: Settings) -> tuple[Contract, tuple[str, ...]]:
    """The contract to serve, and what of ours does not fit one that the user brings."""
    if settings.contract is None:
        return load(EFFECTIVE_CONTRACT), ()
    return given_contract(Path(settings.contract), OPENAPI_FOLDER)


def _application(
    settings: Settings, contract: Contract, behaviours: Mapping[str, Behaviour], worlds: Worlds
) -> ASGIApp:
    origins = settings.cors_origin or ("*",)
    judge = SelfCheck(ContractJudge(contract)) if settings.self_check else None
    guard = Guard(
        enabled=settings.control_enabled,
        token=settings.control_token,
        allowed_hosts=frozenset(host.lower() for host in (*settings.allowed_host, settings.host)),
    )
    timekeeper = Timekeeper(worlds, Sender(frozenset(host.lower() for host in settings.webhook_host)))
    pages = with_cors(build_pages(contract), origins)
    front = _Front(
        api=build_api(contract, behaviours, worlds, timekeeper, origins, judge),
        control=build_control(behaviours, worlds, timekeeper, guard, version("dolfin-mock")),
        pages=dict.fromkeys(PAGE_PATHS, pages),
    )
    return AccessLog(front)


class _Front:
    """Sends a request to the control API, to a page, or to the API."""

    def __init__(self, api: ASGIApp, control: ASGIApp, pages: Mapping[str, ASGIApp]) -> None:
        self._api = api
        self._control = control
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith(PREFIX):
            await self._control(scope, receive, send)
        else:
            await self._pages.get(path, self._api)(scope, receive, send)


def _signing_key(settings: Settings) -> bytes:
    if settings.jwt_secret is not None:
        return settings.jwt_secret.encode()
    if settings.seed is not None:
        return hashlib.sha256(f"dolfin-mock signing key {settings.seed}".encode()).digest()
    return secrets.token_bytes(MINIMUM_KEY_BYTES)


def _system_clock() -> datetime:
    return datetime.now(UTC)
