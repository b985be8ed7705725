"""Logs: one JSON object a line on standard output, ours and the server's alike."""

import json
import logging
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from hello.context import current


class JSONFormatter(logging.Formatter):
    """Writes a record as one line; fields of its own come as ``extra={"fields": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record, with the ids of the request that it is about and a traceback where it has one."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "time": time.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if context := current.get():
            line |= {name: value for name, value in asdict(context).items() if value}
        if record.exc_info and record.levelno >= logging.ERROR:  # uvicorn's warnings would quote what a client sent
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure(level: str) -> None:
    """Send every log record of at least this level, and Python's warnings, to standard output."""
    output = logging.StreamHandler(sys.stdout)
    output.setFormatter(JSONFormatter())
    logging.basicConfig(level=level.upper(), handlers=[output], force=True)
    logging.captureWarnings(True)
