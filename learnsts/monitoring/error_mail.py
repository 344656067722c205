"""Unexpected errors by mail to the administrators: where it happened, and nothing of what was sent."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter

__all__ = ["Reporter", "Seldom"]

SECONDS_BETWEEN = 5 * 60


class Reporter(ExceptionReporter):
    """Django's report without forms, cookies, headers, settings and the values of variables."""

    def get_traceback_text(self) -> SafeString:
        """The traceback alone; the line of the log stands above it, with the ids of request and user."""
        lines = traceback.format_exception(self.exc_value) if self.exc_type else []
        return mark_safe("".join(lines))  # noqa: S308 -- the mail is plain text


class Seldom(logging.Filter):
    """Lets one through in SECONDS_BETWEEN and process: mail says that something is wrong, the log all."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.now = now
        self.next = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this one may go."""
        if self.now() < self.next:
            return False
        self.next = self.now() + SECONDS_BETWEEN
        return True
