"""What many tests need: the application under a test client, and the service as a process."""

import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hello import app
from hello.settings import Settings
from tests import process
from tests.process import Service


@pytest.fixture(autouse=True, scope="session")
def _many_files() -> None:
    """Allow as many connections as the machine does."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """A mounted secret."""
    file = tmp_path / "token"
    file.write_text("s3cret\n")
    return file


@pytest.fixture
def application(token_file: Path) -> app.Application:
    """The application, to which a test may add routes."""
    return app.create(Settings(greeting="Hello, tests!", api_token_file=token_file, receive_timeout=0.5))


@pytest.fixture
def client(application: app.Application) -> TestClient:
    """A client of the application in this process."""
    return TestClient(application.asgi())


@pytest.fixture
def start() -> Iterator[Callable[..., Service]]:
    """Start the service as a process, with settings from the arguments; it ends with the test."""
    with ExitStack() as services:
        yield lambda **settings: services.enter_context(process.start(**settings))
