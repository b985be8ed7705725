"""The service without the middleware that measures requests: what to compare it with."""

import os

from hello import app, logs
from hello.errors import Caught
from hello.server import Server
from hello.settings import from_environment


def main() -> None:
    """Serve."""
    settings = from_environment(os.environ)
    logs.configure(settings.log_level)
    application = app.create(settings)
    Server(application.wrap(Caught(application.api)), application.readiness, settings).run()


if __name__ == "__main__":
    main()
