"""What Prometheus is told."""

import platform
import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder
from starlette.types import ASGIApp, Receive, Scope, Send

from hello.outcome import Outcome
from hello.paths import OPERATIONS, template

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


class Metrics:
    """The service's metrics, in a registry of their own."""

    def __init__(self, version: str, revision: str) -> None:
        """Register the metrics of requests, build, process and interpreter."""
        self.registry = CollectorRegistry()
        self.duration = Histogram(
            "http_request_duration_seconds",
            "Time from a request's header to the end of its response, without those of probes and Prometheus.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.in_flight = Gauge("http_requests_in_flight", "Requests under way.", registry=self.registry)
        self.refused = Counter(
            "http_requests_refused", "Requests too long or too slow to be read.", ["status"], registry=self.registry
        )
        build = Info("hello_build", "What runs here.", registry=self.registry)
        build.info({"version": version, "revision": revision, "python": platform.python_version()})
        for collector in ProcessCollector, PlatformCollector, GCCollector:
            collector(registry=self.registry)

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Render all metrics in the format that an Accept header asks for; return them with their content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type


class Measured:
    """Middleware that measures requests.

    Callers choose paths and methods, so a label holds only what we know: the template of a route, a method of the
    standard. Requests of the cluster itself are left out: they would water down the objectives, and the 503 with which
    a draining pod answers its probe is no failure.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and take the time."""
        if scope["type"] != "http" or scope["path"] in OPERATIONS:
            await self._app(scope, receive, send)
            return
        outcome = Outcome(send)
        start = time.perf_counter()
        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, outcome.send)
        finally:
            self._metrics.in_flight.dec()
            method = scope["method"] if scope["method"] in _METHODS else "other"
            labels = self._metrics.duration.labels(method, template(scope), str(outcome.status))
            labels.observe(time.perf_counter() - start)
