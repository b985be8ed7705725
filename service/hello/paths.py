"""The paths that the cluster itself asks, and how any path is named in logs and metrics."""

from starlette.types import Scope

LIVENESS = "/healthz"
READINESS = "/readyz"
METRICS = "/metrics"

OPERATIONS = frozenset({LIVENESS, READINESS, METRICS})


def template(scope: Scope) -> str:
    """Name the route that a request met by its path's template, once the router has seen it.

    Whoever asks for what does not exist chooses the path, so all such requests have one name.
    """
    route = scope.get("route")
    return str(route.path) if route else "unmatched"
