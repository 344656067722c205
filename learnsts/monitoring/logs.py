"""Where the log goes: the settings of `logging` for Django and for gunicorn.

Nothing of Django is imported here: its settings are read from this.
"""

from __future__ import annotations

from typing import Any

__all__ = ["logging_to"]

FILTERS = {
    "soft": {"()": "learnsts.monitoring.log_lines.Soft"},
    "ours": {"()": "learnsts.monitoring.log_lines.Ours"},
    "seldom": {"()": "learnsts.monitoring.error_mail.Seldom"},
}
HANDLERS: dict[str, dict[str, Any]] = {
    "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["soft"]},
    "mail": {
        "class": "django.utils.log.AdminEmailHandler",
        "level": "ERROR",
        "formatter": "line",
        "filters": ["ours", "seldom"],
        "reporter_class": "learnsts.monitoring.error_mail.Reporter",
    },
}
# These two have handlers of their own, unless they are told that they have none.
PASSED_ON = {"handlers": [], "level": "WARNING", "propagate": True}


def logging_to(*handlers: str) -> dict[str, Any]:
    """The settings of `logging` with these of HANDLERS for everything."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "learnsts.monitoring.log_lines.LineFormatter"}},
        "filters": FILTERS,
        "handlers": {name: HANDLERS[name] for name in handlers},
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "django": PASSED_ON,
            "gunicorn.error": PASSED_ON,
            "learnsts.security": {"level": "INFO"},
        },
    }
