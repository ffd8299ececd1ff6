"""Connexion routes: its operations, read from the routing view, in an index of ours.

Connexion's own router is asked route by route, and its 405 names the methods of the first match alone. This
one is filled by Connexion in the same way, and finds a path at once.
"""

import sys
import warnings
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.http_api.request_head import Routed
from mock_server.http_api.route_table import RouteTable

_NOT_NEEDED = {"httpx": "AsyncClient", "requests": "get", "starlette.testclient": "TestClient"}
"""What Connexion imports, and no server calls, by what it looks for there."""


@contextmanager
def _imported_without(modules: dict[str, str]) -> Iterator[None]:
    """Empty modules stand for these: a third of the time to start would be theirs. Who needs one gets the real one."""
    absent = {name: ModuleType(name) for name in modules if name not in sys.modules}
    for name, module in absent.items():
        setattr(module, modules[name], None)
        sys.modules[name] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Connexion uses some is deprecated
            yield
    finally:
        for name in absent:
            del sys.modules[name]


with _imported_without(_NOT_NEEDED):
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT
    from connexion.middleware.main import API
    from connexion.middleware.routing import RoutingAPI, RoutingMiddleware, RoutingOperation
    from connexion.resolver import Resolver
    from connexion.spec import OpenAPISpecification


_FOUND = "found"


class _IndexingApi(RoutingAPI):  # type: ignore[misc]  # Connexion ships no types
    """Registers Connexion's operations in a route table."""

    def __init__(self, *args: Any, table: RouteTable, **kwargs: Any) -> None:
        self._table = table
        super().__init__(*args, **kwargs)

    @staticmethod
    def _framework_path_and_name(operation: Any, path: str) -> tuple[str, str]:  # noqa: ARG004  (Connexion's signature)
        return path, path

    def _add_operation_internal(
        self,
        method: str,
        path: str,
        operation: RoutingOperation,
        name: str | None = None,  # noqa: ARG002  (same)
    ) -> None:
        self._table.add(method.upper(), path, operation.operation_id)


class IndexedRouting(RoutingMiddleware):  # type: ignore[misc]  # Connexion ships no types
    """Puts what the table finds where Connexion's middlewares put it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self._table = RouteTable()

    def add_api(self, specification: Any, base_path: str | None = None, **kwargs: Any) -> None:
        _IndexingApi(specification, base_path=base_path, next_app=self.app, table=self._table, **kwargs)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        found = self._table.find(scope["method"], scope["raw_path"].decode("latin-1"))
        scope["path_params"] = found.path_parameters
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {"operation_id": found.operation_id, _FOUND: found}
        application: ASGIApp = self.app
        return application(scope, receive, send)


class _NoFunctions(Resolver):  # type: ignore[misc]  # Connexion ships no types
    """Operations are called by our own endpoint: Connexion has nothing to import."""

    def resolve_function_from_operation_id(self, operation_id: str) -> Any:  # noqa: ARG002  (Connexion's signature)
        return None


class _RoutingView(OpenAPISpecification):  # type: ignore[misc]  # Connexion ships no types
    """Made of operations that were read from a contract: to judge it would be half of the work of a start."""

    @classmethod
    def _validate_spec(cls, spec: Any) -> None:
        pass


def routed_by_connexion(endpoint: ASGIApp, routing_view: dict[str, Any]) -> ASGIApp:
    """The endpoint behind Connexion's router."""
    middleware = ConnexionMiddleware(endpoint, middlewares=[IndexedRouting], resolver=_NoFunctions())
    # As `add_api` does, which reads the view into a specification of its own.
    middleware.apis.append(API(_RoutingView(routing_view), base_path="", **vars(middleware.options)))
    return middleware  # type: ignore[no-any-return]  # Connexion ships no types


def routed_operation_id(scope: Scope) -> str | None:
    """The operation of a request; None where it has none, or never came to the router."""
    operation_id: str | None = scope.get("extensions", {}).get(ROUTING_CONTEXT, {}).get("operation_id")
    return operation_id


def routed(scope: Scope) -> Routed:
    """What the router found for this request."""
    found: Routed = scope["extensions"][ROUTING_CONTEXT][_FOUND]
    return found
