"""Requests per second, latency and memory of one worker under wrk, with and without the metrics middleware."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from statistics import median

from bench.process import Replica, start

_CONNECTIONS = 32
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True)
class Load:
    """What wrk saw in one round; times in seconds."""

    rate: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Figures:
    """Medians over all rounds, and memory in bytes: before the first and at most."""

    load: Load
    at_rest: int
    under_load: int


async def measure(rounds: int, seconds: int) -> dict[str, Figures]:
    """Load both variants, in turns, so that what else happens on the machine meets both."""
    replicas = {"with metrics": await start(), "without metrics": await start("bench.unmeasured")}
    at_rest = {name: replica.memory("VmRSS") for name, replica in replicas.items()}
    loads: dict[str, list[Load]] = {name: [] for name in replicas}
    for number in range(rounds):
        for name in list(replicas)[:: -1 if number % 2 else 1]:
            loads[name].append(await _load(replicas[name], seconds))
    figures = {name: Figures(_median(loads[name]), at_rest[name], r.memory("VmHWM")) for name, r in replicas.items()}
    for replica in replicas.values():
        replica.process.send_signal(signal.SIGTERM)
        await replica.process.wait()
    return figures


def _median(loads: list[Load]) -> Load:
    return Load(median(x.rate for x in loads), median(x.p50 for x in loads), median(x.p99 for x in loads))


async def _load(replica: Replica, seconds: int) -> Load:
    """Run wrk on another processor than the service, where there are two."""
    first, *others = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(replica.process.pid, {first})
    command = ["wrk", "--threads=1", f"--connections={_CONNECTIONS}", f"--duration={seconds}s", "--latency"]
    wrk = await asyncio.create_subprocess_exec(*command, f"http://127.0.0.1:{replica.port}/", stdout=PIPE)
    os.sched_setaffinity(wrk.pid, others or {first})
    report = (await wrk.communicate())[0].decode()
    if wrk.returncode or "Non-2xx" in report or "Socket errors" in report:
        raise RuntimeError(report)
    rate = re.search(r"Requests/sec: +([\d.]+)", report)
    if not rate:
        raise RuntimeError(report)
    return Load(float(rate[1]), _percentile(report, 50), _percentile(report, 99))


def _percentile(report: str, percent: int) -> float:
    match = re.search(rf"{percent}% +([\d.]+)(us|ms|s)\b", report)
    if not match:
        raise RuntimeError(report)
    return float(match[1]) * _UNITS[match[2]]
