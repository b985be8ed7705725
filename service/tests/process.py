"""The service as a process of its own, and connections to it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

SOURCE = Path(__file__).parent.parent

_INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
INTERPRETER = {name: os.environ[name] for name in _INHERITED if name in os.environ}
"""The environment that concerns this interpreter and not the service."""

Line = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """A response that was read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 (it is JSON)
        """Decode the body."""
        return json.loads(self.body)


def exchange(connection: http.client.HTTPConnection, path: str, **headers: str) -> Response:
    """Send a request on a connection that may serve several."""
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return Response(response.status, response.headers, response.read())


class Service:
    """A process of the service, which ends with the block that uses it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Listen to what a process with its output on pipes says."""
        self.process = process
        self._lines: list[str] = []
        self._ended = False
        self._news = threading.Condition()
        self._connections = ExitStack()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._news:
                self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def log(self) -> list[Line]:
        """Return what the service has logged so far; each line must be JSON."""
        return [json.loads(line) for line in self._lines]

    def wait_for(self, wanted: Callable[[Line], object], timeout: float = 30) -> Line:
        """Return the first log line that is wanted, once it is there."""
        with self._news:
            self._news.wait_for(lambda: self._ended or any(map(wanted, self.log())), timeout)
            for line in filter(wanted, self.log()):
                return line
        assert self.process.stderr
        pytest.fail(f"not logged: {self._lines} {self.process.stderr.read() if self._ended else ''}")

    def address(self) -> tuple[str, int]:
        """Return where the service listens, once it does."""
        match = re.search(r"http://(.+):(\d+)", self.wait_for(lambda line: "running on" in line["message"])["message"])
        assert match
        return match[1], int(match[2])

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection that is kept alive until the service closes it."""
        connection = http.client.HTTPConnection(*self.address(), timeout=30)
        self._connections.callback(connection.close)
        connection.connect()
        return connection

    def get(self, path: str, **headers: str) -> Response:
        """Send one request on a connection of its own."""
        return exchange(self.connect(), path, Connection="close", **headers)

    def send(self, data: bytes) -> socket.socket:
        """Open a connection and send raw bytes."""
        connection = self._connections.enter_context(socket.create_connection(self.address(), 30))
        connection.sendall(data)
        return connection

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def terminate(self) -> None:
        """Send SIGTERM, and wait until the service has taken notice."""
        self.signal(signal.SIGTERM)
        self.wait_for(lambda line: line["message"].startswith("draining"))

    def wait(self) -> int:
        """Wait for the end of the process and its output; return the exit code."""
        code = self.process.wait(30)
        self._reader.join()
        return code

    def __enter__(self) -> Self:
        """Use the service until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it does, and the connections to it."""
        self._connections.close()
        self.signal(signal.SIGKILL)
        self.wait()
        for stream in self.process.stdout, self.process.stderr:
            if stream:
                stream.close()


SERVE = (sys.executable, "-m", "hello")


def start(command: Sequence[str] = SERVE, **settings: object) -> Service:
    """Start a service on a free port of loopback and without secrets, unless the settings say otherwise."""
    environment = {"HOST": "127.0.0.1", "PORT": "0", "API_TOKEN_FILE": ""}
    return Service(popen(command, environment | {name: str(value) for name, value in settings.items()}))


def popen(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a command from the directory of the source, with its output on pipes."""
    return subprocess.Popen(
        command,
        cwd=SOURCE,
        env=INTERPRETER | dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def receive_all(connection: socket.socket) -> bytes:
    """Read until the service closes the connection."""
    data = b""
    while part := connection.recv(65536):
        data += part
    return data


def peak_memory(pid: int) -> int:
    """Return the most bytes of memory that a process has held at once."""
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert peak
    return int(peak[1]) * 1024
