"""A line of the log: one for each event, in the form key=value (logfmt).

Each line has the time (UTC, ISO 8601), level, logger, request id and user id; ``-`` where there is none. The
security log is the lines of ``learnsts.security``, whose facts are fields of their own.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.functional import empty

from learnsts.monitoring.request_id import answering

__all__ = ["LineFormatter", "Ours", "Soft"]

PLAIN = re.compile(r"[!#-<>-\[\]-~]+")  # ASCII but for " = and \


class LineFormatter(logging.Formatter):
    """A record as one line, whatever is in it; a traceback is a field."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return " ".join(f"{name}={quoted(value)}" for name, value in self.fields(record))

    def fields(self, record: logging.LogRecord) -> Iterator[tuple[str, object]]:
        """The line's keys and values, in their order."""
        request = getattr(record, "request", None) or answering.get()  # Django tells it of what is answered
        yield "time", timestamp(record.created)
        yield "level", record.levelname
        yield "logger", record.name
        yield "request", getattr(request, "id", "-")
        yield "user", user_id(request)
        yield "message", record.getMessage()
        yield from getattr(record, "fields", {}).items()
        if record.exc_info:
            yield "traceback", self.formatException(record.exc_info)


def timestamp(seconds: float) -> str:
    """A moment as ``2026-03-14T09:26:53.589Z``."""
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def quoted(value: object) -> str:
    """The value as it is where it is one plain word, otherwise as a string of JSON, which ends no line."""
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)


def user_id(request: HttpRequest | None) -> object:
    """Who asks, where that is known by now: a line of the log looks nobody up."""
    user = getattr(request, "user", None)
    unknown = getattr(user, "_wrapped", None) is empty  # a lazy object that nobody has looked into
    return "-" if unknown else getattr(user, "pk", None) or "-"


class Ours(logging.Filter):
    """Lets through what is a fault of the site's, not of a visitor's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is: to a visitor's fault Django gives its status."""
        status: int = getattr(record, "status_code", 500)
        return status >= 500  # noqa: PLR2004 -- HTTP's own line between the client's errors and the server's


class Soft(Ours):
    """Makes what a visitor did wrong a warning without a traceback; lets everything through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True, having changed the record."""
        if not super().filter(record):
            record.exc_info = record.exc_text = None
            record.levelno = min(record.levelno, logging.WARNING)
            record.levelname = logging.getLevelName(record.levelno)
        return True
