"""What became of a request."""

from starlette.types import Message, Send

CLIENT_LEFT = 499
"""The status of a request whose client left before there was a response, as nginx logs it; nobody gets to see it."""


class Outcome:
    """A way to send that remembers the response's status."""

    def __init__(self, send: Send) -> None:
        """Send through another."""
        self._send = send
        self.status = CLIENT_LEFT

    async def send(self, message: Message) -> None:
        """Send a message of a response."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)
