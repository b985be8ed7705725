"""How much a client may send, and how slowly."""

import asyncio

from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hello.errors import problem

# Together they bound the memory that clients can claim: the pod's limit is 128 MiB, a connection takes 16 KiB.

CONNECTION_LIMIT = 1000
"""Connections at a time; further ones are closed at once."""

HEADER_LIMIT = 16 * 1024
"""Bytes of a request's target and header. What is much longer the parser refuses by itself, with a plain 400."""

BODY_LIMIT = 16 * 1024
"""Bytes of a request's body."""

_LINGER = 1.0
"""Seconds in which a refused client may go on sending: closed at once, many would see a reset and not the answer."""


class Limits:
    """Middleware that hands a request on when all of it is there, and refuses what is too long or too slow.

    The application never waits for a client: one that hangs holds its connection and nothing else.
    """

    def __init__(self, app: ASGIApp, timeout: float, refused: Counter) -> None:
        """Wrap an application; a body has ``timeout`` seconds to arrive, and refusals are counted by status."""
        self._app = app
        self._timeout = timeout
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, unless the request may not reach it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if _size(scope) > HEADER_LIMIT:
            await self._refuse(scope, receive, send, 431, f"the header is longer than {HEADER_LIMIT} bytes")
        elif int(headers.get(b"content-length", 0)) > BODY_LIMIT:
            await self._refuse(scope, receive, send, 413, f"the body is longer than {BODY_LIMIT} bytes")
        elif b"content-length" in headers or b"transfer-encoding" in headers:
            await self._answer_whole(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer_whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                body = await _body(receive)
        except TimeoutError:
            await self._refuse(scope, receive, send, 408, f"the body took longer than {self._timeout:g} seconds")
            return
        if body is None:
            return
        if len(body) > BODY_LIMIT:
            await self._refuse(scope, receive, send, 413, f"the body is longer than {BODY_LIMIT} bytes")
            return
        messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_whole() -> Message:
            return messages.pop() if messages else await receive()

        await self._app(scope, receive_whole, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, detail: str) -> None:
        self._refused.labels(str(status)).inc()

        async def send_lingering(message: Message) -> None:
            if message["type"] == "http.response.body":
                await send({**message, "more_body": True})
                await _discard(receive)
                message = {"type": "http.response.body"}
            await send(message)

        await problem(status, detail, {"Connection": "close"})(scope, receive, send_lingering)


def _size(scope: Scope) -> int:
    target = len(scope["path"]) + len(scope["query_string"])
    return target + sum(len(name) + len(value) for name, value in scope["headers"])


async def _body(receive: Receive) -> bytes | None:
    """Read a body until it ends or is too long; None when the client left before."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT or not message.get("more_body", False):
            return bytes(body)


async def _discard(receive: Receive) -> None:
    """Read what still comes of a request."""
    try:
        async with asyncio.timeout(_LINGER):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        pass
