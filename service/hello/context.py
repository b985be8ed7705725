"""The ids under which a request is found again in logs and traces."""

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
_TRACEPARENT = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")


@dataclass(frozen=True)
class Context:
    """The ids of one request; those of its trace only where the caller sent valid ones."""

    request_id: str
    trace_id: str | None = None
    span_id: str | None = None


current: ContextVar[Context | None] = ContextVar("current", default=None)
"""The context of the request that the running task answers, for whoever writes a log line or an error."""


def parse(headers: Iterable[tuple[bytes, bytes]]) -> Context:
    """Take the ids from a request's header; names are in lower case, as ASGI has them."""
    request_ids = [value for name, value in headers if name == b"x-request-id"]
    traceparents = [value for name, value in headers if name == b"traceparent"]
    return Context(_request_id(request_ids), *_trace_ids(traceparents))


def _request_id(values: list[bytes]) -> str:
    """Keep the caller's id, unless it is one that could forge or flood a log."""
    if len(values) == 1 and _REQUEST_ID.fullmatch(values[0]):
        return values[0].decode("ascii")
    return secrets.token_hex(16)


def _trace_ids(values: list[bytes]) -> tuple[str | None, str | None]:
    """Read the trace and the span id of a valid ``traceparent`` (https://www.w3.org/TR/trace-context/#traceparent-header)."""
    match = _TRACEPARENT.fullmatch(values[0]) if len(values) == 1 else None
    if not match:
        return None, None
    version, trace, span, more = match.groups()
    if version == b"ff" or (version == b"00" and more is not None) or not trace.strip(b"0") or not span.strip(b"0"):
        return None, None
    return trace.decode("ascii"), span.decode("ascii")


class Identified:
    """Middleware that gives each request its context, and tells the caller the request's id."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with ``X-Request-ID`` on the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        context = parse(scope["headers"])

        async def send_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", context.request_id.encode())]
            await send(message)

        token = current.set(context)
        try:
            await self._app(scope, receive, send_id)
        finally:
            current.reset(token)
