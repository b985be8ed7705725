"""What the environment may say, checked before anything starts."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, get_type_hints

from hello import __version__


class InvalidSettingError(ValueError):
    """An environment variable has a value that is not allowed; the message is one line that names it."""


def _text(longest: int) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not (1 <= len(value) <= longest and value.isprintable()):
            raise ValueError(f"1 to {longest} printable characters")
        return value

    return parse


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return value

    return parse


def _whole(highest: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not (re.fullmatch("[0-9]{1,9}", value) and int(value) <= highest):
            raise ValueError(f"a whole number from 0 to {highest}")
        return int(value)

    return parse


def _seconds(shortest: float, longest: float) -> Callable[[str], float]:
    def parse(value: str) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not shortest <= seconds <= longest:
            raise ValueError(f"a number of seconds from {shortest:g} to {longest:g}")
        return seconds

    return parse


def _address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("an IP address") from None


def _file(value: str) -> Path | None:
    path = Path(value)
    if value and not (path.is_absolute() and value.isprintable()):
        raise ValueError("an absolute path, or empty for none")
    return path if value else None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings; the environment variable of each is its name in capitals. None is secret: secrets are files."""

    greeting: Annotated[str, _text(200)] = "Hello, World!"
    host: Annotated[str, _address] = "0.0.0.0"  # noqa: S104 (a pod is reached from outside; network policies guard it)
    port: Annotated[int, _whole(65535)] = 8000
    log_level: Annotated[str, _one_of("debug", "info", "warning", "error")] = "info"

    api_token_file: Annotated[Path | None, _file] = Path("/etc/secrets/api-token/token")
    """The bearer token of ``GET /settings``."""

    receive_timeout: Annotated[float, _seconds(0.1, 300)] = 10
    """Seconds a client has to send a request's header, and as many again for its body."""

    request_timeout: Annotated[float, _seconds(0.1, 3600)] = 30
    """Seconds from a request's header until its client has read the response."""

    keep_alive_timeout: Annotated[int, _whole(3600)] = 75
    """Seconds an idle connection is kept: longer than ingress-nginx's 60, so that it is the one who closes first."""

    drain_timeout: Annotated[float, _seconds(0, 300)] = 5
    """Seconds after SIGTERM in which kept-alive connections are answered once more and told to close."""

    shutdown_timeout: Annotated[float, _seconds(0, 300)] = 20
    """Seconds after SIGTERM until requests still under way are given up."""

    version: Annotated[str, _text(100)] = __version__
    revision: Annotated[str, _text(100)] = "unknown"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; variables of other names are not ours to judge.

    Raises:
        InvalidSettingError: A variable has a value that is not allowed.
    """
    values = {}
    for name, annotated in get_type_hints(Settings, include_extras=True).items():
        variable = name.upper()
        if variable in environment:
            (parse,) = annotated.__metadata__
            try:
                values[name] = parse(environment[variable])
            except ValueError as allowed:
                raise InvalidSettingError(f"{variable}={environment[variable]!r:.100}: must be {allowed}") from None
    return Settings(**values)
