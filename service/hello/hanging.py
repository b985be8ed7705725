"""Connections on which nothing happens any more."""

from collections.abc import Iterable
from typing import Any

from hello.settings import Settings


class Hanging:
    """Since when each connection has been as it is.

    uvicorn closes a connection that is idle between two requests. One that has never sent a request, that sends its
    header a byte at a time, or that does not read its response would stay for ever.
    """

    def __init__(self, settings: Settings) -> None:
        """Take the limits from the settings."""
        self._first_request = settings.receive_timeout
        self._next_request = settings.keep_alive_timeout + settings.receive_timeout
        self._response = settings.request_timeout
        self._seen: dict[Any, tuple[object, float, float]] = {}

    def overdue(self, connections: Iterable[Any], now: float) -> list[Any]:
        """Look at uvicorn's open connections at a time in seconds; return those to give up.

        A connection's cycle is its latest request and response, so it has not moved on as long as it is in the same
        cycle, and the cycle in the same state.
        """
        seen = {}
        for connection in connections:
            cycle = connection.cycle
            state = (cycle, self._limit(cycle))
            *before, since = self._seen.get(connection, (*state, now))
            seen[connection] = (*state, since if (*before,) == state else now)
        self._seen = seen
        return [connection for connection, (_, limit, since) in seen.items() if now - since > limit]

    def _limit(self, cycle: Any) -> float:  # noqa: ANN401 (uvicorn has a class of it for each parser)
        if cycle is None:
            return self._first_request
        return self._next_request if cycle.response_complete else self._response
