"""Clients that send too much, or do not send, are refused, and others do not notice."""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from hello.app import Application
from hello.limits import BODY_LIMIT, CONNECTION_LIMIT, HEADER_LIMIT
from tests.process import Service, peak_memory, receive_all


@pytest.fixture
def echo(application: Application, client: TestClient) -> TestClient:
    """A client of an application that sends bodies back."""

    @application.api.post("/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    return client


def chunks(size: int) -> Iterator[bytes]:
    """Make a body whose length nobody knows before."""
    yield from (b"x" * 1000 for _ in range(size // 1000))
    yield b"x" * (size % 1000)


def test_a_body_up_to_the_limit(echo: TestClient) -> None:
    assert echo.post("/echo", content=b"x" * BODY_LIMIT).json() == BODY_LIMIT
    assert echo.post("/echo", content=chunks(BODY_LIMIT)).json() == BODY_LIMIT
    assert echo.post("/echo", content=b"").json() == 0


def test_an_oversized_body(echo: TestClient) -> None:
    contents: list[bytes | Iterator[bytes]] = [b"x" * (BODY_LIMIT + 1), chunks(BODY_LIMIT + 1)]
    for content in contents:
        response = echo.post("/echo", content=content, headers={"X-Request-ID": "id-1"})
        assert (response.status_code, response.headers["connection"]) == (413, "close")
        assert response.json() == {"detail": "the body is longer than 16384 bytes", "request_id": "id-1"}


def test_an_oversized_header(client: TestClient) -> None:
    assert client.get("/", headers={"X-Long": "x" * (HEADER_LIMIT - 500)}).status_code == 200
    for request in {"url": "/", "headers": {"X-Long": "x" * HEADER_LIMIT}}, {"url": "/?" + "x" * HEADER_LIMIT}:
        response = client.get(**request)  # type: ignore[arg-type]
        assert response.status_code == 431
        assert response.json()["detail"] == "the header is longer than 16384 bytes"


def test_refusals_are_counted_apart(echo: TestClient) -> None:
    echo.post("/echo", content=b"x" * (BODY_LIMIT + 1))
    metrics = echo.get("/metrics").text
    assert 'http_requests_refused_total{status="413"} 1.0' in metrics
    assert "http_request_duration_seconds_count" not in metrics


def post(length: int) -> bytes:
    """Write the header of a request with a body."""
    return b"POST / HTTP/1.1\r\nHost: x\r\nX-Request-ID: id-1\r\nContent-Length: %d\r\n\r\n" % length


@pytest.mark.parametrize(
    "header", [post(10_000_000), post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")]
)
def test_a_client_that_sends_on_gets_to_see_its_refusal(start: Callable[..., Service], header: bytes) -> None:
    connection = start().send(header)
    for _ in range(10):
        connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
    head, _, body = receive_all(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert json.loads(body)["request_id"] == "id-1"


@pytest.mark.parametrize("size", [HEADER_LIMIT + 1, 10_000_000])
def test_a_header_without_end(start: Callable[..., Service], size: int) -> None:
    connection = start().send(b"GET / HTTP/1.1\r\nHost: x\r\n")
    try:
        for _ in range(0, size, 1000):
            connection.sendall(b"X-Long: " + b"x" * 990 + b"\r\n")
        assert receive_all(connection).startswith(b"HTTP/1.1 400 ")
    except ConnectionError:
        pass  # refused while we were still sending


def test_hanging_clients_are_cut_and_others_are_served(start: Callable[..., Service]) -> None:
    service = start(RECEIVE_TIMEOUT=1)
    begun = [b"", b"G", b"GET / HTTP/1.1\r\nHost:", post(2), post(2) + b"x"]
    hanging = [service.send(data) for data in begun * 40]
    begin = time.monotonic()
    assert service.get("/").status == 200
    assert time.monotonic() - begin < 1
    for number, connection in enumerate(hanging):
        answer = receive_all(connection)
        assert answer.startswith(b"HTTP/1.1 408 ") if number % len(begun) > 2 else answer == b""
    assert time.monotonic() - begin < 10


def test_pipelined_requests_are_answered_in_turn(start: Callable[..., Service]) -> None:
    paths = [b"/healthz", b"/nowhere", b"/", b"/healthz"]
    connection = start().send(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in paths))
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = receive_all(connection)
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"404", b"200", b"200", b"200"]


def test_a_flood_of_pipelined_requests_does_not_pile_up(start: Callable[..., Service]) -> None:
    service = start(REQUEST_TIMEOUT=1)
    connection = service.send(b"")
    connection.settimeout(0.1)
    end = time.monotonic() + 20
    try:
        while time.monotonic() < end:
            with suppress(TimeoutError):
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 1000)
        pytest.fail("the service takes all")
    except ConnectionError:
        pass
    assert service.get("/").status == 200
    assert peak_memory(service.process.pid) < 80 * 2**20


def test_connections_above_the_limit_are_closed(start: Callable[..., Service]) -> None:
    service = start(RECEIVE_TIMEOUT=300)
    connections = [service.send(b"") for _ in range(CONNECTION_LIMIT + 10)]
    assert all(closed(connection) for connection in connections[-10:])
    for connection in connections[:100]:
        connection.close()
    assert service.get("/").status == 200


def closed(connection: socket.socket) -> bool:
    """Wait for the service to close a connection, as long as its timeout is."""
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False


def test_a_request_in_drops_does_not_last(start: Callable[..., Service]) -> None:
    service = start(RECEIVE_TIMEOUT=0.5, KEEP_ALIVE_TIMEOUT=1)
    connection = service.connect()
    connection.request("GET", "/")
    assert connection.getresponse().read()
    drops = connection.sock
    drops.settimeout(0.1)
    drops.sendall(b"GET / HTTP/1.1\r\n")
    end = time.monotonic() + 10
    while not closed(drops):
        assert time.monotonic() < end
        drops.sendall(b"X")
