"""Runs the service."""

import os
import sys

from hello import app, logs
from hello.server import Server
from hello.settings import InvalidSettingError, from_environment


def main() -> None:
    """Serve until told to stop; exit with 2 when a setting is invalid."""
    try:
        settings = from_environment(os.environ)
    except InvalidSettingError as error:
        print(f"hello: {error}", file=sys.stderr)
        sys.exit(2)
    logs.configure(settings.log_level)
    application = app.create(settings)
    Server(application.asgi(), application.readiness, settings).run()


if __name__ == "__main__":
    main()
