"""uvicorn's server, with an orderly end."""

import asyncio
import logging
import signal
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from hello.hanging import Hanging
from hello.protocol import BoundedProtocol
from hello.readiness import Readiness
from hello.settings import Settings

_logger = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Serves until SIGTERM, then drains.

    While it drains, the service is not ready, answers all requests and ends each connection with its response. When no
    connection is left, or after the drain time, it stops to listen. It ends when the last request has its response, or
    at the shutdown time. SIGINT, or a second SIGTERM, ends it at once.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness, settings: Settings) -> None:
        """Serve an application, at first to whoever comes."""
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                http=BoundedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                workers=1,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=settings.keep_alive_timeout,
            )
        )
        self._readiness = readiness
        self._settings = settings
        self._hanging = Hanging(settings)
        self._drain_start: float | None = None

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        """Take a signal; ``on_tick`` does the rest, as nothing may be logged from a signal handler."""
        if sig == signal.SIGTERM and not self._readiness.draining:
            self._readiness.draining = True
        else:
            self.should_exit = self.force_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Look after draining and hanging clients; uvicorn asks ten times a second whether to stop."""
        now = asyncio.get_running_loop().time()
        if counter % 10 == 0:
            for connection in self._hanging.overdue(self.server_state.connections, now):
                connection.transport.abort()
        if self._readiness.draining:
            self._drain(now)
        return bool(await super().on_tick(counter))

    def _drain(self, now: float) -> None:
        """Begin to drain, or see whether it is done; from one tick to the next, whoever has connected is accepted."""
        if self._drain_start is None:
            self._drain_start = now
            _logger.info("draining %d connections", len(self.server_state.connections))
        elif not self.server_state.connections or now - self._drain_start >= self._settings.drain_timeout:
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to listen, let requests under way finish, and give up those that do not."""
        watch = asyncio.create_task(self._watch())
        await super().shutdown(sockets)
        watch.cancel()

    async def _watch(self) -> None:
        """Give up what is under way at the shutdown time, or when told to end at once."""
        loop = asyncio.get_running_loop()
        start = loop.time() if self._drain_start is None else self._drain_start
        while loop.time() - start < self._settings.shutdown_timeout and not self.force_exit:  # noqa: ASYNC110 (no event)
            await asyncio.sleep(0.1)
        if self.server_state.tasks:
            _logger.warning("giving up %d requests", len(self.server_state.tasks))
        self.force_exit = True
        for connection in list(self.server_state.connections):
            connection.transport.abort()
