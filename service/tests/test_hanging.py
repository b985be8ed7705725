"""Connections may stay as they are only so long."""

from dataclasses import dataclass

from hello.hanging import Hanging
from hello.settings import Settings

SETTINGS = Settings(receive_timeout=10, keep_alive_timeout=75, request_timeout=30)


@dataclass(eq=False)
class Cycle:
    """A request and its response, as uvicorn knows them."""

    response_complete: bool = False


@dataclass(eq=False)
class Connection:
    """A connection, as uvicorn knows it."""

    cycle: Cycle | None = None


def test_a_connection_without_a_request() -> None:
    hanging, connection = Hanging(SETTINGS), Connection()
    assert [hanging.overdue([connection], now) for now in (0, 10, 11)] == [[], [], [connection]]


def test_a_request_under_way() -> None:
    hanging, connection = Hanging(SETTINGS), Connection(Cycle())
    assert [hanging.overdue([connection], now) for now in (0, 30, 31)] == [[], [], [connection]]


def test_a_response_starts_the_time_anew() -> None:
    hanging, connection = Hanging(SETTINGS), Connection(Cycle())
    assert hanging.overdue([connection], 0) == []
    connection.cycle = Cycle(response_complete=True)
    assert [hanging.overdue([connection], now) for now in (20, 31, 105, 106)] == [[], [], [], [connection]]


def test_a_kept_connection_has_the_time_between_requests_besides() -> None:
    hanging, connection = Hanging(SETTINGS), Connection()
    assert hanging.overdue([connection], 0) == []
    connection.cycle = Cycle(response_complete=True)
    assert [hanging.overdue([connection], now) for now in (9, 94, 95)] == [[], [], [connection]]


def test_each_request_starts_the_time_anew() -> None:
    hanging, connection = Hanging(SETTINGS), Connection()
    for now in range(0, 1000, 50):
        connection.cycle = Cycle(response_complete=True)
        assert hanging.overdue([connection], now) == []


def test_connections_that_are_gone_are_forgotten() -> None:
    hanging, connection = Hanging(SETTINGS), Connection()
    hanging.overdue([connection], 0)
    hanging.overdue([], 5)
    assert hanging.overdue([connection], 11) == []
