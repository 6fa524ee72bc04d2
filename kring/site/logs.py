"""Logs as JSON lines. They say what happened and never what was shared.

A line has a time, a level, a logger and a message; a request has its method, route, status and milliseconds; a job its
name and number. The message of an exception can quote what somebody typed, so a traceback names places and kinds
of error only. KRING_LOG_DETAILS=yes adds the messages, for a developer's own machine.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from kring.site import environment as env


class JsonLine(logging.Formatter):
    """One line a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = error_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def message_of(record: logging.LogRecord) -> str:
    """The message, without what libraries put in it: the path of a request can be a secret, a job's arguments too."""
    if (job := getattr(record, "job", None)) and record.name.startswith("procrastinate"):
        action = str(getattr(record, "action", "job")).replace("_", " ")
        return f"{action}: {job.get('task_name')} {job.get('id')}"
    if record.name.startswith("django.") and hasattr(record, "status_code"):
        return f"{record.name.rpartition('.')[2]}: answered {record.status_code}"
    return record.getMessage()


def error_of(error: BaseException) -> list[str]:
    """Kinds of error and the places they came from, outermost last."""
    lines = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:  # two errors can be each other's cause
        seen.add(id(cause))
        said = f": {cause}" if env.flag("KRING_LOG_DETAILS") else ""
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        lines += [*places, f"{type(cause).__module__}.{type(cause).__qualname__}{said}"]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return lines


def configuration() -> dict[str, Any]:
    """For `logging.config.dictConfig`: the same in every process."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "kring.site.logs.JsonLine"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.server": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }
