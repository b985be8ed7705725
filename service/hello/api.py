"""What the service answers."""

from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from pydantic import BaseModel

from hello import errors
from hello.auth import BearerToken
from hello.metrics import Metrics
from hello.paths import LIVENESS, METRICS, READINESS
from hello.readiness import Readiness
from hello.secret import Secret
from hello.settings import Settings


class Greeting(BaseModel):
    """What the service is for."""

    message: str


class Status(BaseModel):
    """The answer to a probe."""

    status: str


def create(settings: Settings, secret: Secret | None, readiness: Readiness, metrics: Metrics) -> FastAPI:
    """Make the application: its routes, its errors, and the OpenAPI document that describes them."""
    api = FastAPI(
        title="FastAPI Hello World",
        version=settings.version,
        openapi_url=None,  # served below, as a route like the others; its web pages load scripts from elsewhere
        responses={"default": {"model": errors.Problem, "description": "What went wrong"}},
    )
    api.router.redirect_slashes = False  # each resource has one path, and no Location is made of a Host header
    errors.install(api)
    _add_service(api, settings, BearerToken(secret))
    _add_operations(api, readiness, metrics)
    return api


def _add_service(api: FastAPI, settings: Settings, token: BearerToken) -> None:
    @api.get("/", summary="Greet")
    async def greet() -> Greeting:
        return Greeting(message=settings.greeting)

    @api.get("/settings", summary="Show the settings in force", dependencies=[Depends(token)])
    async def show_settings() -> Settings:
        return settings

    @api.get("/openapi.json", summary="Describe this API", include_in_schema=False)
    async def describe() -> dict[str, Any]:
        return api.openapi()


def _add_operations(api: FastAPI, readiness: Readiness, metrics: Metrics) -> None:
    @api.get(LIVENESS, summary="Tell whether the process answers", tags=["operations"])
    async def live() -> Status:
        return Status(status="ok")

    @api.get(
        READINESS,
        summary="Tell whether requests are welcome",
        tags=["operations"],
        responses={503: {"model": Status, "description": "What is in the way"}},
    )
    async def ready(response: Response) -> Status:
        obstacle = readiness.obstacle()
        if obstacle:
            response.status_code = 503
        return Status(status=obstacle or "ok")

    @api.get(METRICS, summary="Tell Prometheus", tags=["operations"], response_class=Response)
    async def show_metrics(request: Request) -> Response:
        content, content_type = metrics.exposition(request.headers.get("accept", ""))
        return Response(content, media_type=content_type)
