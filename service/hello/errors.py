"""Every error that a client sees, in one shape."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hello.context import current

_logger = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong, and the id under which the logs say more."""

    detail: str
    request_id: str


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Make the response to a request that failed."""
    context = current.get()
    body = Problem(detail=detail, request_id=context.request_id if context else "")
    return JSONResponse(dict(body), status, dict(headers or {}))


def install(api: FastAPI) -> None:
    """Have an application answer all its errors with problems."""
    api.add_exception_handler(HTTPException, _on_http_exception)
    api.add_exception_handler(RequestValidationError, _on_invalid_request)
    api.add_exception_handler(Exception, _on_exception)


async def _on_http_exception(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), error.headers)


async def _on_invalid_request(_: Request, error: Exception) -> JSONResponse:
    """Name the fields that are wrong, but not their values."""
    assert isinstance(error, RequestValidationError)
    return problem(422, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))


async def _on_exception(_: Request, _error: Exception) -> JSONResponse:
    return problem(500, HTTPStatus.INTERNAL_SERVER_ERROR.phrase)


class Caught:
    """Middleware that logs exceptions that nobody handled, with the request's ids, which the server does not know.

    Starlette has answered such a request with a 500 already, and raises the exception again for its server to log.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        try:
            await self._app(scope, receive, send)
        except Exception:
            _logger.exception("unhandled exception")
