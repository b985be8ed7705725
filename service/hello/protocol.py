"""uvicorn's HTTP protocol, with an end to what clients may pile up."""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from hello.limits import CONNECTION_LIMIT, HEADER_LIMIT

_PIPELINED = 16
"""Requests that may wait on one connection for the responses to those before."""


class BoundedProtocol(asyncio.Protocol):
    """Hands everything to uvicorn's protocol, and ends connections that are too many or send more than is read.

    With httptools, the fast one of its two parsers, uvicorn would keep a header without end, and read on for each of
    many pipelined responses.
    """

    def __init__(self, **server: Any) -> None:  # noqa: ANN401 (the arguments are uvicorn's own affair)
        """Take what uvicorn gives to its protocols."""
        protocol: Any = AutoHTTPProtocol
        self._inner = protocol(**server)
        self._incomplete = 0  # bytes since the last whole header

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection, unless there are too many."""
        self._inner.connection_made(transport)
        if len(self._inner.connections) > CONNECTION_LIMIT:
            self._inner.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Hand on what came, a little at a time, so that nothing piles up before it is counted."""
        for start in range(0, len(data), HEADER_LIMIT):
            if not self._inner.transport.is_closing():
                self._receive(data[start : start + HEADER_LIMIT])

    def _receive(self, data: bytes) -> None:
        before = self._inner.cycle
        self._inner.data_received(data)
        if self._inner.cycle is not before:
            self._incomplete = 0
        elif before is None or before.response_complete:
            self._incomplete += len(data)
        if self._incomplete > HEADER_LIMIT and not self._inner.transport.is_closing():
            self._inner.send_400_response("The request's header is too long.")
        if len(getattr(self._inner, "pipeline", ())) > _PIPELINED:  # h11 has none: it parses one request at a time
            self._inner.transport.abort()

    def eof_received(self) -> None:
        """Note that the client will send no more."""
        self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for a client that reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Go on when it has read."""
        self._inner.resume_writing()
