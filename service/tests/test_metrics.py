"""What Prometheus reads."""

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.samples import Sample

from hello.app import Application
from tests.exposition import samples
from tests.process import Service

SAMPLE_LIMIT = 5000
"""Samples that Prometheus takes from one pod: sampleLimit of the ServiceMonitor."""


def counted(client: TestClient) -> list[tuple[str, str, str, float]]:
    """Return method, route, status and number of the requests that were measured."""
    found = [s for s in samples(client.get("/metrics").text) if s.name == "http_request_duration_seconds_count"]
    return sorted((s.labels["method"], s.labels["route"], s.labels["status"], s.value) for s in found)


def test_requests_are_counted_by_route_method_and_status(application: Application, client: TestClient) -> None:
    @application.api.get("/users/{user}")
    async def show(user: int) -> int:
        return user

    @application.api.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError

    for path in "/", "/", "/users/1", "/users/2", "/users/x", "/broken":
        client.get(path)
    client.post("/")
    assert counted(client) == [
        ("GET", "/", "200", 2),
        ("GET", "/broken", "500", 1),
        ("GET", "/users/{user}", "200", 2),
        ("GET", "/users/{user}", "422", 1),
        ("POST", "/", "405", 1),
    ]


def test_callers_cannot_make_series(client: TestClient) -> None:
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "X" * 100]
    for method in methods:
        for path in ["/", "/settings", "/openapi.json", *(f"/{n}" for n in range(20))]:
            client.request(method, path)
    assert {method for method, *_ in counted(client)} == {*methods[:8], "other"}
    assert {route for _, route, *_ in counted(client)} == {"/", "/settings", "/openapi.json", "unmatched"}
    assert len(samples(client.get("/metrics").text)) < SAMPLE_LIMIT / 2


def test_requests_of_the_cluster_are_not_measured(application: Application, client: TestClient) -> None:
    for path in "/healthz", "/readyz", "/metrics":
        client.get(path)
    application.readiness.draining = True
    client.get("/readyz")
    assert counted(client) == []


def test_in_flight(application: Application, client: TestClient) -> None:
    def in_flight(scraped: Iterable[Sample]) -> float:
        return next(s.value for s in scraped if s.name == "http_requests_in_flight")

    @application.api.get("/during")
    async def during() -> float:
        return in_flight(samples(application.metrics.exposition("")[0].decode()))

    assert client.get("/during").json() == 1
    assert in_flight(samples(client.get("/metrics").text)) == 0


def test_build(client: TestClient) -> None:
    (build,) = (s for s in samples(client.get("/metrics").text) if s.name == "hello_build_info")
    assert (build.labels["version"], build.labels["revision"], build.value) == ("0.1.0", "unknown", 1)


def test_openmetrics_for_those_who_ask(client: TestClient) -> None:
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.headers["content-type"].startswith("application/openmetrics-text; version=")
    assert response.text.endswith("# EOF\n")
    assert client.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4; charset=utf-8")


def test_promtool_finds_no_fault(start: Callable[..., Service]) -> None:
    promtool = Path(os.environ.get("PROMTOOL", "promtool"))
    service = start(VERSION="1.2.3", REVISION="4d1f2a")
    for path in "/", "/nowhere":
        service.get(path)
    metrics = service.get("/metrics").body
    try:
        check = subprocess.run([promtool, "check", "metrics"], input=metrics, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.fail(f"no {promtool}: run `make service-test`, which builds it and names it in PROMTOOL")
    assert (check.returncode, check.stdout, check.stderr) == (0, b"", b""), check
    assert b'hello_build_info{python="3.' in metrics
    assert b'revision="4d1f2a",version="1.2.3"} 1.0' in metrics
    names = {sample.name for sample in samples(metrics.decode())}
    assert {"process_resident_memory_bytes", "process_open_fds", "python_info"} <= names
