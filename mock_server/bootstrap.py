"""The composition root: the one place that picks the real clock, keys, scenario and contract."""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from starlette.types import ASGIApp

from mock_server.config import ConfigurationError, Settings
from mock_server.contract.document import Contract, load
from mock_server.contract.errors import ContractError
from mock_server.contract.folder import is_reconstructed
from mock_server.contract.given import given_contract
from mock_server.contract.judge import ContractJudge
from mock_server.control.api import build_control
from mock_server.control.followers import Followers
from mock_server.control.front import Front
from mock_server.control.guard import Guard
from mock_server.control.services import Services
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.clock import EARLIEST, LATEST, ClockRangeError, WallClock
from mock_server.domain.snapshots import Snapshots
from mock_server.domain.worlds import WorldLimits, Worlds
from mock_server.http_api.access_log import AccessLog
from mock_server.http_api.api import build_api, with_cors
from mock_server.http_api.self_check import SelfCheck
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.inference.behaviours import inferred_behaviours
from mock_server.inference.likeness import is_alike
from mock_server.inspector.pages import build_pages
from mock_server.operations.registry import OPERATIONS, SAMPLED
from mock_server.resources import EFFECTIVE_CONTRACT, OPENAPI_FOLDER
from mock_server.scenarios.scenario import Scenario, ScenarioError, load_scenario
from mock_server.scenarios.shelf import ScenarioShelf
from mock_server.scenarios.start import Beginning, JournalLimits, WorldStarter
from mock_server.tokens.jwt_tokens import MINIMUM_KEY_BYTES, JwtTokens
from mock_server.webhooks.sender import Sender

_SEED_BITS = 53
"""A seed is shown as a JSON number, and every reader takes those exactly."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server ready to be run: its application, and what the banner tells about."""

    application: ASGIApp
    contract: Contract
    behaviours: dict[str, Behaviour]
    worlds: Worlds
    starter: WorldStarter
    settings: Settings
    warnings: tuple[str, ...] = ()
    stop: Callable[[], None] = lambda: None
    """To be called when it ends: nobody is to wait for those who follow a journal."""


def bootstrap(settings: Settings, wall: WallClock | None = None) -> Server:
    """Builds a server. Raises ConfigurationError with one line about what is wrong."""
    try:
        contract, warnings = _contract(settings)
        # Scenarios are written for the reconstructed contract, ours.
        lenient = settings.contract is not None or not is_reconstructed(contract.document)
        scenario = load_scenario(settings.scenario, contract, lenient=lenient)
    except (ContractError, ScenarioError) as error:
        raise ConfigurationError(str(error)) from error
    starter = _starter(settings, wall or _system_clock)
    own = Beginning(scenario, _seed(settings, scenario), settings.now, settings.freeze)
    worlds = _worlds(settings, starter, own)
    worlds.on_gone.append(starter.coverages.forget_world)
    behaviours = behaviours_of(contract, vendored=settings.contract is None)
    timekeeper = Timekeeper(worlds, Sender(frozenset(host.lower() for host in settings.webhook_host)))
    services = Services(
        contract=contract,
        behaviours=behaviours,
        worlds=worlds,
        snapshots=Snapshots(worlds),
        followers=Followers(worlds),
        timekeeper=timekeeper,
        starter=starter,
        own=own,
        scenarios=ScenarioShelf(contract, lenient=lenient),
        new_seed=lambda: _seed(settings, scenario),
        version=version("dolfin-mock"),
        options=tuple(_options(settings)),
    )
    return Server(
        application=_application(settings, services),
        contract=contract,
        behaviours=behaviours,
        worlds=worlds,
        starter=starter,
        settings=settings,
        warnings=(*warnings, *scenario.left_out),
        stop=services.followers.stop,
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


def _starter(settings: Settings, wall: WallClock) -> WorldStarter:
    key = _signing_key(settings)
    return WorldStarter(
        wall=wall, tokens=JwtTokens(key), cursor_key=key, journal=JournalLimits(entries=settings.journal_size)
    )


def _worlds(settings: Settings, starter: WorldStarter, own: Beginning) -> Worlds:
    limits = WorldLimits(settings.max_worlds, settings.world_idle)
    try:
        return Worlds(starter.from_scenario(own), limits, time.monotonic)
    except ClockRangeError as error:
        range_ = f"from {EARLIEST.isoformat()} to {LATEST.isoformat()}"
        raise ConfigurationError(f"the clock can start {range_}: give another --now") from error


def _seed(settings: Settings, scenario: Scenario) -> int:
    """The server's seed for every world, or its scenario's, so that each makes the same ids; else a seed for each."""
    given = scenario.seed if settings.seed is None else settings.seed
    return secrets.randbits(_SEED_BITS) if given is None else given


def _options(settings: Settings) -> Iterator[str]:
    if settings.contract is not None:
        yield f"--contract {settings.contract}"
    if settings.self_check:
        yield "--self-check"


def _application(settings: Settings, services: Services) -> ASGIApp:
    origins = settings.cors_origin or ("*",)
    judge = SelfCheck(ContractJudge(services.contract)) if settings.self_check else None
    guard = Guard(
        enabled=settings.control_enabled,
        token=settings.control_token,
        allowed_hosts=frozenset(host.lower() for host in (*settings.allowed_host, settings.host)),
    )
    front = Front(
        api=build_api(services.contract, services.behaviours, services.worlds, services.timekeeper, origins, judge),
        control=build_control(services, guard),
        pages={
            path: with_cors(page, origins) for path, page in build_pages(services.contract, services.version).items()
        },
        worlds=services.worlds,
        origins=origins,
    )
    return AccessLog(front)


def _signing_key(settings: Settings) -> bytes:
    if settings.jwt_secret is not None:
        return settings.jwt_secret.encode()
    if settings.seed is not None:
        return hashlib.sha256(f"dolfin-mock signing key {settings.seed}".encode()).digest()
    return secrets.token_bytes(MINIMUM_KEY_BYTES)


def _system_clock() -> datetime:
    return datetime.now(UTC)
