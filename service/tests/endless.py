"""The service with one more route, which does not end."""

import asyncio
import logging
import os

from hello import app, logs
from hello.server import Server
from hello.settings import from_environment


def main() -> None:
    """Serve."""
    application = app.create(from_environment(os.environ))

    @application.api.get("/endless")
    async def endless() -> None:
        logging.getLogger(__name__).info("endless")
        await asyncio.Event().wait()

    logs.configure("info")
    Server(application.asgi(), application.readiness, application.settings).run()


if __name__ == "__main__":
    main()
