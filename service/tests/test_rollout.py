"""A rolling restart loses no request."""

import asyncio

from bench import rollout


def test_no_request_is_lost() -> None:
    tally = asyncio.run(rollout.measure(restarts=3))
    assert tally.lost == []
    assert tally.answered > 100
