"""SIGTERM ends the service without loss, and in time."""

import signal
import sys
import time
from collections.abc import Callable

import pytest

from tests.process import Service, exchange, receive_all

LONG = {"DRAIN_TIMEOUT": 100, "SHUTDOWN_TIMEOUT": 200, "RECEIVE_TIMEOUT": 300}


def test_draining_ends_kept_connections_with_their_next_response(start: Callable[..., Service]) -> None:
    service = start(**LONG)
    kept = [service.connect() for _ in range(3)]
    assert [exchange(connection, "/").headers["connection"] for connection in kept] == [None] * 3
    service.terminate()
    assert (service.get("/readyz").status, service.get("/healthz").status) == (503, 200)
    for connection in kept:
        response = exchange(connection, "/")
        assert (response.status, response.headers["connection"]) == (200, "close")
    assert service.wait() == 0


def test_a_request_under_way_gets_its_response(start: Callable[..., Service]) -> None:
    service = start(**LONG | {"DRAIN_TIMEOUT": 0})
    connection = service.send(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx")
    service.get("/")  # the one before has arrived
    service.terminate()
    service.wait_for(lambda line: line["message"] == "Shutting down")
    connection.sendall(b"x")
    response = receive_all(connection)
    assert response.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nconnection: close\r\n" in response
    assert service.wait() == 0


def test_idle_connections_are_closed_after_the_drain_time(start: Callable[..., Service]) -> None:
    service = start(**LONG | {"DRAIN_TIMEOUT": 0.2})
    connection = service.connect()
    assert exchange(connection, "/").status == 200
    service.terminate()
    assert receive_all(connection.sock) == b""
    assert service.wait() == 0


def endless(service: Service) -> None:
    """Begin a request that never ends."""
    connection = service.connect()
    connection.request("GET", "/endless")
    service.wait_for(lambda line: line["message"] == "endless")


@pytest.fixture
def stuck(start: Callable[..., Service]) -> Callable[..., Service]:
    """Start a service that has a route which does not end."""
    return lambda **settings: start(command=(sys.executable, "-m", "tests.endless"), **settings)


def test_an_endless_request_is_given_up_at_the_shutdown_time(stuck: Callable[..., Service]) -> None:
    service = stuck(DRAIN_TIMEOUT=0.1, SHUTDOWN_TIMEOUT=0.5)
    endless(service)
    begin = time.monotonic()
    service.terminate()
    assert service.wait() == 0
    assert 0.5 <= time.monotonic() - begin < 5
    assert "giving up 1 requests" in [line["message"] for line in service.log()]


def test_a_connection_with_an_endless_request_is_cut_at_the_request_time(stuck: Callable[..., Service]) -> None:
    service = stuck(REQUEST_TIMEOUT=0.5)
    assert receive_all(service.send(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")) == b""
    assert service.get("/").status == 200


@pytest.mark.parametrize("drain", [0, 100])
@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_at_once(stuck: Callable[..., Service], second: signal.Signals, drain: int) -> None:
    service = stuck(**LONG | {"DRAIN_TIMEOUT": drain})
    endless(service)
    service.terminate()
    service.signal(second)
    assert service.wait() == 0


def test_an_interrupt_ends_at_once(stuck: Callable[..., Service]) -> None:
    service = stuck(**LONG)
    endless(service)
    service.signal(signal.SIGINT)
    assert service.wait() == 0


def test_a_port_in_use_is_said_in_the_log(start: Callable[..., Service]) -> None:
    _, port = start().address()
    service = start(PORT=port)
    assert service.wait() != 0
    assert any("address already in use" in line["message"] for line in service.log())
