"""The service without draining, which stops at SIGTERM as uvicorn does: what to compare it with."""

import os
from types import FrameType

from hello import app, logs
from hello.server import Server
from hello.settings import from_environment


class Undrained(Server):
    """Closes idle connections at once."""

    def handle_exit(self, _sig: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        self.should_exit = True


def main() -> None:
    """Serve."""
    settings = from_environment(os.environ)
    logs.configure(settings.log_level)
    application = app.create(settings)
    Undrained(application.asgi(), application.readiness, settings).run()


if __name__ == "__main__":
    main()
