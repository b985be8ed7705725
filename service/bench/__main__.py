"""Measures the service and prints the figures."""

import argparse
import asyncio

from bench import rollout, throughput


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(prog="python -m bench")
    arguments.add_argument("--rounds", type=int, default=15, help="of wrk, for each variant")
    arguments.add_argument("--seconds", type=int, default=2, help="that a round lasts")
    arguments.add_argument("--restarts", type=int, default=20)
    options = arguments.parse_args()
    for name, figures in asyncio.run(throughput.measure(options.rounds, options.seconds)).items():
        load = figures.load
        print(
            f"{name + ':':17} {load.rate:6,.0f} requests/s, p50 {load.p50 * 1e3:.1f} ms, p99 {load.p99 * 1e3:.1f} ms, "
            f"memory {figures.at_rest / 2**20:.0f} MiB at rest, {figures.under_load / 2**20:.0f} MiB under load"
        )
    for name, module in {"as it is": "hello", "without draining": "bench.undrained"}.items():
        tally = asyncio.run(rollout.measure(options.restarts, module))
        print(f"{options.restarts} restarts {name}: {tally.answered:,} requests answered, {len(tally.lost)} lost")


if __name__ == "__main__":
    main()
