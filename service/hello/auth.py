"""Who may see more than a greeting."""

from fastapi import HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from hello.secret import Secret


class BearerToken(HTTPBearer):
    """A dependency of routes that takes the bearer token in a secret; without a secret nobody has it."""

    def __init__(self, secret: Secret | None) -> None:
        """Guard with a secret."""
        super().__init__(auto_error=False)
        self._secret = secret

    async def __call__(self, request: Request) -> HTTPAuthorizationCredentials | None:
        """Let a request pass, or raise a 401 that does not say what was wrong (RFC 6750, section 3)."""
        credentials = await super().__call__(request)
        if not (credentials and self._secret and self._secret.matches(credentials.credentials.encode("latin-1"))):
            raise HTTPException(401, "a valid bearer token is needed", {"WWW-Authenticate": "Bearer"})
        return credentials
