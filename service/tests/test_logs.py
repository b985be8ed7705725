"""Every line on standard output is a JSON object of one shape, and says no secret."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from hello import context, logs
from hello.app import Application
from tests.process import Service, popen, receive_all

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Log:
    """What a process like this would write."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._output = io.StringIO()
        self.handler = logging.StreamHandler(self._output)
        self.handler.setFormatter(logs.JSONFormatter())

    def lines(self) -> list[dict[str, object]]:
        """Parse each line."""
        return [json.loads(line) for line in self._output.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """Everything from level debug on, but for the noise of the test client."""
    log, ours = Log(), logging.getLogger("hello")
    ours.addHandler(log.handler)
    ours.setLevel(logging.DEBUG)
    yield log
    ours.setLevel(logging.NOTSET)
    ours.removeHandler(log.handler)


def test_access_log(client: TestClient, log: Log) -> None:
    client.get("/?token=s3cret", headers={"X-Request-ID": "id-1", "traceparent": TRACEPARENT})
    (line,) = log.lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(line.pop("time")))
    duration = line.pop("duration")
    assert isinstance(duration, float)
    assert 0 < duration < 1
    assert line == {
        "level": "info",
        "logger": "hello.access",
        "message": "GET / 200",
        "method": "GET",
        "path": "/",
        "route": "/",
        "status": 200,
        "client": "testclient",
        "request_id": "id-1",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "span_id": "00f067aa0ba902b7",
    }


def test_access_log_names_the_route(application: Application, client: TestClient, log: Log) -> None:
    @application.api.get("/users/{user}")
    async def show(user: str) -> str:
        return user

    for path in "/users/1", "/users/2", "/nowhere/1":
        client.get(path)
    assert [(line["path"], line["route"]) for line in log.lines()] == [
        ("/users/1", "/users/{user}"),
        ("/users/2", "/users/{user}"),
        ("/nowhere/1", "unmatched"),
    ]


def test_requests_of_the_cluster_are_logged_at_debug(client: TestClient, log: Log) -> None:
    for path in "/healthz", "/readyz", "/metrics":
        client.get(path)
    assert [line["level"] for line in log.lines()] == ["debug"] * 3


def test_an_unhandled_exception_is_one_line(application: Application, client: TestClient, log: Log) -> None:
    @application.api.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("what\nhappened")

    client.get("/broken", headers={"X-Request-ID": "id-1"})
    error, access = log.lines()
    assert (error["level"], error["logger"], error["request_id"]) == ("error", "hello.errors", "id-1")
    assert str(error["exception"]).startswith("Traceback (most recent call last):\n")
    assert str(error["exception"]).endswith("ZeroDivisionError: what\nhappened")
    assert (access["level"], access["status"]) == ("error", 500)


def test_a_client_that_left(start: Callable[..., Service]) -> None:
    service = start()
    service.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n").close()
    line = service.wait_for(lambda line: "status" in line)
    assert (line["status"], line["route"], line["client"]) == (499, "unmatched", "127.0.0.1")


def test_any_text_is_one_line(log: Log) -> None:
    text = 'a"\n\u2028\udcff\x00'
    logging.getLogger("hello").warning("%s", text)
    assert [line["message"] for line in log.lines()] == [text]


def test_tracebacks_of_warnings_are_left_out(log: Log) -> None:
    error = ValueError("illegal header line: s3cret")
    logging.getLogger("hello").warning("Invalid HTTP request received.", exc_info=error)
    assert "s3cret" not in json.dumps(log.lines())


def test_lines_outside_a_request_have_no_ids(log: Log) -> None:
    assert context.current.get() is None
    logging.getLogger("hello").error("alone")
    assert set(log.lines()[0]) == {"time", "level", "logger", "message"}


def test_warnings_of_python_are_logged() -> None:
    script = "import warnings; from hello import logs; logs.configure('info'); warnings.warn('old')"
    process = popen([sys.executable, "-c", script], {})
    output, complaint = process.communicate(timeout=30)
    assert "UserWarning: old" in json.loads(output)["message"]
    assert complaint == ""


def test_every_line_of_the_process_has_the_shape(start: Callable[..., Service]) -> None:
    service = start(LOG_LEVEL="debug")
    service.get("/?token=s3cret", Authorization="Bearer s3cret")
    service.get("/healthz")
    assert receive_all(service.send(b"not http s3cret\r\n\r\n")).startswith(b"HTTP/1.1 400")
    service.terminate()
    assert service.wait() == 0
    log = service.log()
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in log)
    assert {"hello.access", "hello.server", "uvicorn.error"} <= {line["logger"] for line in log}
    assert "s3cret" not in json.dumps(log)
    assert [line["level"] for line in log if line.get("path") == "/healthz"] == ["debug"]
    assert service.process.stderr
    assert service.process.stderr.read() == ""
