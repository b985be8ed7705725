"""What the routes answer, and the document that describes them."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hello.app import Application


def test_greeting_comes_from_the_settings(client: TestClient) -> None:
    response = client.get("/")
    assert (response.status_code, response.json()) == (200, {"message": "Hello, tests!"})


def test_live(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_the_secret_came_and_from_then_on(client: TestClient, token_file: Path) -> None:
    secret = token_file.read_text()
    token_file.write_text("")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": f"{token_file} is missing or empty"})
    token_file.write_text(secret)
    assert client.get("/readyz").status_code == 200
    token_file.unlink()
    assert client.get("/readyz").status_code == 200


def test_not_ready_while_draining(application: Application, client: TestClient) -> None:
    application.readiness.draining = True
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "draining"})
    assert response.headers["connection"] == "close"
    assert client.get("/").headers["connection"] == "close"


def test_settings_are_for_those_with_the_token(client: TestClient, token_file: Path) -> None:
    response = client.get("/settings", headers={"Authorization": "Bearer s3cret"})
    assert response.status_code == 200
    assert response.json()["greeting"] == "Hello, tests!"
    assert response.json()["api_token_file"] == str(token_file)
    assert "s3cret" not in response.text


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Bearer other", "Bearer s3crét", "Basic s3cret"])
def test_settings_are_for_nobody_else(client: TestClient, authorization: str) -> None:
    response = client.get("/settings", headers={b"Authorization": authorization.encode("latin-1")})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("authorization", ["Bearer s3cret", "Bearer "])
def test_settings_are_for_nobody_without_a_secret(client: TestClient, token_file: Path, authorization: str) -> None:
    token_file.write_text("\n")
    assert client.get("/settings", headers={"Authorization": authorization}).status_code == 401


def test_errors_are_problems_with_the_request_id(application: Application, client: TestClient) -> None:
    @application.api.get("/numbers/{number}")
    async def number(number: int) -> int:
        return number

    @application.api.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("the reason stays in the log")

    def problem(method: str, path: str) -> tuple[int, str]:
        response = client.request(method, path, headers={"X-Request-ID": "id-1"})
        assert response.json()["request_id"] == response.headers["x-request-id"] == "id-1"
        assert response.headers["content-type"] == "application/json"
        return response.status_code, response.json()["detail"]

    assert problem("GET", "/nowhere") == (404, "Not Found")
    assert problem("GET", "/healthz/") == (404, "Not Found")
    assert problem("POST", "/") == (405, "Method Not Allowed")
    assert problem("GET", "/broken") == (500, "Internal Server Error")
    status, detail = problem("GET", "/numbers/s3cret")
    assert (status, detail.partition(":")[0]) == (422, "path.number")
    assert "s3cret" not in detail


def test_method_not_allowed_says_what_is(client: TestClient) -> None:
    assert client.delete("/").headers["allow"] == "GET"


def test_openapi_document(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["info"] == {"title": "FastAPI Hello World", "version": "0.1.0"}
    operations = {path: item["get"] for path, item in document["paths"].items()}
    assert {path: (operation["summary"], schema(operation, "200")) for path, operation in operations.items()} == {
        "/": ("Greet", "Greeting"),
        "/settings": ("Show the settings in force", "Settings"),
        "/healthz": ("Tell whether the process answers", "Status"),
        "/readyz": ("Tell whether requests are welcome", "Status"),
        "/metrics": ("Tell Prometheus", None),
    }
    assert {schema(operation, "default") for operation in operations.values()} == {"Problem"}
    assert operations["/settings"]["security"] == [{"BearerToken": []}]
    assert document["components"]["securitySchemes"]["BearerToken"] == {"type": "http", "scheme": "bearer"}


def schema(operation: dict[str, Any], status: str) -> str | None:
    """Name the schema of an operation's response."""
    content = operation["responses"][status].get("content")
    return str(content["application/json"]["schema"]["$ref"]).rpartition("/")[2] if content else None
