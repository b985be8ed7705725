"""Rolling restarts under load: how many requests are lost?

The load goes through a model of a Service's endpoints. A client keeps its connection until it is told to close it, then
connects to any replica that is in the endpoints. No request is sent twice.
"""

import asyncio
import itertools
import re
import signal
from dataclasses import dataclass, field

from bench.process import Replica, start

_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_REPLICAS = 2
_CLIENTS = 32
_PRE_STOP = 0.2
"""Seconds between leaving the endpoints and SIGTERM: the pod's preStop, for a machine where news travels fast."""


@dataclass
class Tally:
    """What became of the requests."""

    answered: int = 0
    lost: list[str] = field(default_factory=list)


class Endpoints:
    """The replicas that are sent new connections, in turn."""

    def __init__(self, replicas: list[Replica]) -> None:
        """Begin with some replicas."""
        self.replicas = replicas
        self._turns = itertools.count()

    def pick(self) -> int:
        """Return the port of the replica whose turn it is."""
        return self.replicas[next(self._turns) % len(self.replicas)].port


async def measure(restarts: int, module: str = "hello") -> Tally:
    """Restart one replica after the other, under the load of clients that pause between requests for 0, 1, 2… ms."""
    endpoints, tally, stop = Endpoints([await _start(module) for _ in range(_REPLICAS)]), Tally(), asyncio.Event()
    async with asyncio.TaskGroup() as load:
        for number in range(_CLIENTS):
            load.create_task(_client(endpoints, tally, number / 1000, stop))
        async with asyncio.TaskGroup() as ends:
            for _ in range(restarts):
                endpoints.replicas.append(await _start(module))
                ends.create_task(_end(endpoints.replicas.pop(0)))
        stop.set()
    for replica in endpoints.replicas:
        await _end(replica)
    return tally


async def _start(module: str) -> Replica:
    return await start(module, LOG_LEVEL="warning")


async def _end(replica: Replica) -> None:
    await asyncio.sleep(_PRE_STOP)
    replica.process.send_signal(signal.SIGTERM)
    code = await replica.process.wait()
    if code:
        raise RuntimeError(f"a replica ended with exit code {code}")


async def _client(endpoints: Endpoints, tally: Tally, pause: float, stop: asyncio.Event) -> None:
    """Send requests one after the other."""
    while not stop.is_set():
        try:
            await _converse(endpoints.pick(), tally, pause, stop)
        except (OSError, EOFError) as error:
            tally.lost.append(repr(error))


async def _converse(port: int, tally: Tally, pause: float, stop: asyncio.Event) -> None:
    """Use one connection until the service ends it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while not stop.is_set():
            writer.write(_REQUEST)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"\r\ncontent-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            if head.startswith(b"http/1.1 200 "):
                tally.answered += 1
            else:
                tally.lost.append(repr(head))
            if b"\r\nconnection: close\r\n" in head:
                return
            await asyncio.sleep(pause)
    finally:
        writer.close()
