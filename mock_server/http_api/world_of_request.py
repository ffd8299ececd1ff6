"""Step: which world a request is for, by its path (/w/<name>/...) or the header x-mock-world."""

from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import Scope

from mock_server.catalogue import INVALID_REQUEST, WORLD_NOT_FOUND
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import DEFAULT_WORLD, WORLD_NAME
from mock_server.http_api.headers import read_headers

WORLD_PATH = "/w/"
WORLD_HEADER = "x-mock-world"
_PATH = WORLD_PATH.encode()
_STATE = "mock_server.world"


@dataclass(frozen=True, slots=True)
class NamedWorld:
    """The name of a request's world, and the part of its path that names it."""

    name: str
    prefix: str


_DEFAULT = NamedWorld(DEFAULT_WORLD, "")


def with_world(scope: Scope) -> Scope:
    """The scope with the world's path taken off. Raises Violation where world names contradict or cannot be."""
    path = scope["path"]
    header = _sent(scope)
    scope.setdefault("extensions", {})  # both scopes share it, so that the log learns of the operation
    if not path.startswith(WORLD_PATH):
        return scope if header is None else {**scope, _STATE: NamedWorld(_checked(header), "")}
    written, raw_path = _split(scope["raw_path"])
    name = _checked(unquote(written))
    if header not in (None, name):
        raise Violation(INVALID_REQUEST, reason=f"Path and header {WORLD_HEADER} name two worlds: send one of them.")
    path = unquote(raw_path.decode("latin-1"))
    return {**scope, "path": path, "raw_path": raw_path, _STATE: NamedWorld(name, WORLD_PATH + name)}


def named_world(scope: Scope) -> NamedWorld:
    """The world that the request named, or the default one."""
    named: NamedWorld = scope.get(_STATE, _DEFAULT)
    return named


def is_world_named(scope: Scope) -> bool:
    return _STATE in scope


def _sent(scope: Scope) -> str | None:
    values = read_headers(scope).get(WORLD_HEADER)
    if values is None:
        return None
    if len(values) > 1:
        raise Violation(INVALID_REQUEST, reason=f"The header {WORLD_HEADER} was sent more than once.")
    return values[0]


def _split(raw_path: bytes) -> tuple[str, bytes]:
    """`/w/name/rest` as `name` and `/rest`. An encoded slash parts nothing: what holds one is no name."""
    name, _, rest = raw_path.removeprefix(_PATH).partition(b"/")
    return name.decode("latin-1"), b"/" + rest


def _checked(name: str) -> str:
    if not WORLD_NAME.fullmatch(name):
        raise Violation(WORLD_NOT_FOUND)
    return name
