"""The access log."""

import logging
import time

from starlette.types import ASGIApp, Receive, Scope, Send

from hello.outcome import Outcome
from hello.paths import OPERATIONS, template

_logger = logging.getLogger(__name__)


class AccessLog:
    """Middleware that logs each request when it is over.

    Neither query strings nor headers are logged: both carry secrets. Requests of the cluster itself are logged at level
    debug: with a probe every few seconds they would be most of the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and log how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outcome = Outcome(send)
        start = time.perf_counter()
        try:
            await self._app(scope, receive, outcome.send)
        finally:
            _log(scope, outcome.status, time.perf_counter() - start)


def _level(path: str, status: int) -> int:
    if path in OPERATIONS:
        return logging.DEBUG
    return logging.ERROR if status >= 500 else logging.INFO


def _log(scope: Scope, status: int, seconds: float) -> None:
    level = _level(scope["path"], status)
    if not _logger.isEnabledFor(level):
        return
    fields = {
        "method": scope["method"],
        "path": scope["path"],
        "route": template(scope),
        "status": status,
        "duration": round(seconds, 6),
        "client": scope["client"][0] if scope.get("client") else None,
    }
    _logger.log(level, "%s %s %d", scope["method"], scope["path"], status, extra={"fields": fields})
