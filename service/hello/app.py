"""The service as one ASGI application."""

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.types import ASGIApp

from hello import api
from hello.access import AccessLog
from hello.context import Identified
from hello.errors import Caught
from hello.limits import Limits
from hello.metrics import Measured, Metrics
from hello.readiness import Draining, Readiness
from hello.secret import Secret
from hello.settings import Settings


@dataclass(frozen=True)
class Application:
    """The service and the parts of it that others need."""

    settings: Settings
    readiness: Readiness
    metrics: Metrics
    api: FastAPI

    def asgi(self) -> ASGIApp:
        """Return what a server is to serve."""
        return self.wrap(Measured(Caught(self.api), self.metrics))

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """Wrap an application in what every request passes; the last is the outermost.

        Requests are measured inside the limits: how long a client takes to send one says nothing about the service.
        """
        app = Limits(app, self.settings.receive_timeout, self.metrics.refused)
        return Identified(AccessLog(Draining(app, self.readiness)))


def create(settings: Settings) -> Application:
    """Put the service together."""
    secret = Secret(settings.api_token_file) if settings.api_token_file else None
    readiness = Readiness(secret)
    metrics = Metrics(settings.version, settings.revision)
    return Application(settings, readiness, metrics, api.create(settings, secret, readiness, metrics))
