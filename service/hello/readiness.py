"""Whether the service asks for requests, and how it sees off those who still come."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hello.secret import Secret


class Readiness:
    """The answer to the readiness probe.

    A pod whose secret has not come stays out of the Service, which stops a rollout at its first pod. One that had its
    secret stays in without it: greeting needs none, and a bad rotation must not take every pod down at once.
    """

    def __init__(self, secret: Secret | None) -> None:
        """Wait for the secret, if there is one to wait for."""
        self._awaited = secret
        self.draining = False

    def obstacle(self) -> str | None:
        """Say what keeps the service from being ready, if anything does."""
        if self.draining:
            return "draining"
        if self._awaited:
            if not self._awaited.value():
                return f"{self._awaited.path} is missing or empty"
            self._awaited = None
        return None


class Draining:
    """Middleware that ends kept-alive connections with their next response while the service drains.

    A server that just closes an idle connection may do so while a request is on its way. A client that was told
    ``Connection: close`` sends none (RFC 9112, section 9.6).
    """

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        """Wrap an application."""
        self._app = app
        self._readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and say that this was the connection's last response."""

        async def send_last(message: Message) -> None:
            if message["type"] == "http.response.start" and self._readiness.draining:
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await self._app(scope, receive, send_last)
