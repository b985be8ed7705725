"""The service as a process to be measured."""

import asyncio
import atexit
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Replica:
    """A process of the service, and where it listens."""

    process: Process
    port: int

    def memory(self, line: str) -> int:
        """Return a line of the process's status in bytes: VmRSS, what it holds now, or VmHWM, the most so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        fields = dict(entry.split(":", 1) for entry in status.splitlines())
        return int(fields[line].removesuffix("kB")) * 1024


async def start(module: str = "hello", **settings: str) -> Replica:
    """Start a module that serves, and wait until it is ready; nobody reads its logs."""
    port = _free_port()
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "API_TOKEN_FILE": "", **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, cwd=SOURCE, env=environment, stdout=DEVNULL
    )
    atexit.register(_end, process)
    async with asyncio.timeout(30):
        while not await _ready(port):
            if process.returncode is not None:
                raise RuntimeError(f"{module} ended with exit code {process.returncode}")
            await asyncio.sleep(0.05)
    return Replica(process, port)


def _end(process: Process) -> None:
    """Leave nothing behind when a measurement fails or is interrupted."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _free_port() -> int:
    """Find a port that the clients' own ends of connections do not take: Linux gives them those from 32768 on."""
    for port in random.sample(range(20000, 30000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port from 20000 to 30000")


async def _ready(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer.startswith(b"HTTP/1.1 200 ")
