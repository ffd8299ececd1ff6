"""Where the routes of the control API are."""

from mock_server.control.route import Route

PREFIX = "/__mock__"
WORLD_PARAMETER = "world"
_OF_WORLD = f"/worlds/{{{WORLD_PARAMETER}}}"


def paths_of(route: Route) -> tuple[str, ...]:
    """Below the prefix: once for the server; of a world for the default one and for any by name."""
    if route.scope == "server":
        return (route.path,)
    return (route.path, _OF_WORLD + ("" if route.path == "/world" else route.path))
