"""Connexion routes: its operations, read from the routing view, in an index of ours.

Connexion's own router is asked route by route, and its 405 names the methods of the first match alone. This
one is filled by Connexion in the same way, and finds a path at once.
"""

import warnings
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

with warnings.catch_warnings():
    # Importing Connexion pulls in Starlette's test client, which warns about its HTTP library.
    warnings.simplefilter("ignore")
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT
    from connexion.middleware.routing import RoutingAPI, RoutingMiddleware, RoutingOperation
    from connexion.resolver import Resolver

from mock_server.http_api.call import Routed
from mock_server.http_api.route_table import RouteTable

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._table.find(scope["method"], scope["raw_path"].decode("latin-1"))
        scope["path_params"] = found.path_parameters
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {"operation_id": found.operation_id, _FOUND: found}
        await self.app(scope, receive, send)


class _NoFunctions(Resolver):  # type: ignore[misc]  # Connexion ships no types
    """Operations are called by our own endpoint: Connexion has nothing to import."""

    def resolve_function_from_operation_id(self, operation_id: str) -> Any:  # noqa: ARG002  (Connexion's signature)
        return None


def routed_by_connexion(endpoint: ASGIApp, routing_view: dict[str, Any]) -> ASGIApp:
    """The endpoint behind Connexion's router."""
    middleware = ConnexionMiddleware(endpoint, middlewares=[IndexedRouting], resolver=_NoFunctions())
    middleware.add_api(routing_view, base_path="")
    return middleware  # type: ignore[no-any-return]  # Connexion ships no types


def routed_operation_id(scope: Scope) -> str | None:
    """The operation of a request; None where it has none, or never came to the router."""
    operation_id: str | None = scope.get("extensions", {}).get(ROUTING_CONTEXT, {}).get("operation_id")
    return operation_id


def routed(scope: Scope) -> Routed:
    """What the router found for this request."""
    found: Routed = scope["extensions"][ROUTING_CONTEXT][_FOUND]
    return found
