"""Requests are known by ids, and only by ids that are sound."""

import re

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from hello.app import Application
from hello.context import parse

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize("request_id", ["1", "8d5f9a2e-7c1b.4_A", "x" * 128])
def test_sane_request_id_is_kept(client: TestClient, request_id: str) -> None:
    assert client.get("/", headers={"X-Request-ID": request_id}).headers["x-request-id"] == request_id


@pytest.mark.parametrize("request_id", ["", "x" * 129, 'forged"}\\n{', "a b", "ä"])
def test_other_request_id_is_replaced(client: TestClient, request_id: str) -> None:
    sent = request_id.encode("latin-1")
    assert re.fullmatch("[0-9a-f]{32}", client.get("/", headers={b"X-Request-ID": sent}).headers["x-request-id"])


def test_request_ids_are_unique(client: TestClient) -> None:
    ids = {client.get(path).headers["x-request-id"] for path in ["/", "/healthz", "/nowhere"]}
    assert len(ids) == 3


def test_two_request_ids_are_none() -> None:
    assert parse([(b"x-request-id", b"one"), (b"x-request-id", b"two")]).request_id not in {"one", "two"}


@pytest.mark.parametrize(
    "value",
    [f"00-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}-00", f"cc-{TRACE}-{SPAN}-01", f"cc-{TRACE}-{SPAN}-01-what-comes"],
)
def test_valid_traceparent(value: str) -> None:
    context = parse([(b"traceparent", value.encode())])
    assert (context.trace_id, context.span_id) == (TRACE, SPAN)


@pytest.mark.parametrize(
    "value",
    [
        "",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"cc-{TRACE}-{SPAN}-01.more",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE[1:]}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-01\n",
    ],
)
def test_invalid_traceparent(value: str) -> None:
    context = parse([(b"traceparent", value.encode())])
    assert (context.trace_id, context.span_id) == (None, None)


def test_two_traceparents_are_none() -> None:
    header = (b"traceparent", f"00-{TRACE}-{SPAN}-01".encode())
    assert parse([header, header]).trace_id is None


def test_trace_headers_reach_the_application_as_they_came(application: Application, client: TestClient) -> None:
    @application.api.get("/headers")
    async def headers(request: Request) -> dict[str, str]:
        return dict(request.headers)

    sent = {"traceparent": f"00-{TRACE}-{SPAN}-01", "tracestate": "vendor=value,other=1"}
    assert sent.items() <= client.get("/headers", headers=sent).json().items()
