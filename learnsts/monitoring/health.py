"""How the site is: `/healthz` whether it lives, `/readyz` whether it can serve.

A probe comes by address, without TLS and without a name: both are answered before anybody looks at these.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import cast

from django.core.cache import caches
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from learnsts.cache import FailsOpen

__all__ = ["CHECKS", "PATHS", "healthz", "readyz"]

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 2.5
FRESH_SECONDS = 1  # for which what was found is told again
GIVEN_UP_SECONDS = 30  # after which what has not answered is asked anew
LEAST_ROOM = 1024 * 1024  # bytes
OK, NO_ANSWER = "ok", "no answer"
# Writes a row back as it is, one that every database of the site has.
WRITE = "UPDATE django_migrations SET app = app WHERE id = (SELECT MAX(id) FROM django_migrations)"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 from every process that answers at all; nothing else is asked."""
    return answer({"status": OK})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 and what is not otherwise; within three seconds, whoever does not answer."""
    found = _latest.now(monotonic()).found_in(DEADLINE_SECONDS)
    is_well = all(said == OK for said in found.values())
    return answer({"status": OK if is_well else "unavailable"} | found, 200 if is_well else 503)


def answer(said: Mapping[str, str], status: int = 200) -> JsonResponse:
    """What no cache keeps."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return JsonResponse(said, status=status, headers=headers)


PATHS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}


def database() -> bool:
    """Whether the database can be written, and goes on to be. Raises where it cannot."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE)
    return connection.vendor != "sqlite" or room_beside(connection.settings_dict["NAME"]) >= LEAST_ROOM


def room_beside(file: str | Path) -> int:
    """Bytes that are free where a file is. SQLite's log may take a write or two without."""
    return shutil.disk_usage(Path(file).parent).free


def answering_cache() -> bool:
    """Whether the cache keeps what it is given. Raises where it does not answer."""
    return cast(FailsOpen, caches["default"]).answers()


def migrations() -> bool:
    """Whether all migrations of this release are done; there may be more, of the next."""
    return _of_this_release() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _of_this_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


# What is looked at, and what is said of it where it is not well.
CHECKS: dict[str, tuple[Callable[[], bool], str]] = {
    "database": (database, "cannot be written"),
    "cache": (answering_cache, "does not answer"),
    "migrations": (migrations, "not done"),
}


class Round:
    """One look at everything, in threads that are left behind where they do not come back."""

    def __init__(self, now: float) -> None:
        self.begun = now
        self.found: dict[str, str] = {}
        self.threads = [Thread(target=self.look, args=(name,), daemon=True) for name in CHECKS]
        for thread in self.threads:
            thread.start()

    def look(self, name: str) -> None:
        """Keep what a check finds; what it raises is for the log, not for whoever asks."""
        check, problem = CHECKS[name]
        try:
            self.found[name] = OK if check() else problem
        except Exception as error:
            logger.warning("not ready: %s: %s", name, error)
            self.found[name] = problem
        finally:
            connections.close_all()

    def found_in(self, seconds: float) -> dict[str, str]:
        """What was found, after so many seconds at most."""
        deadline = monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, deadline - monotonic()))
        return {name: self.found.get(name, NO_ANSWER) for name in CHECKS}

    def is_good_for(self, now: float) -> bool:
        """Whether whoever asks at that time is told what this round finds."""
        is_over = not any(thread.is_alive() for thread in self.threads)
        return now - self.begun < (FRESH_SECONDS if is_over else GIVEN_UP_SECONDS)


class Latest:
    """The round of the moment: whoever asks how often, there are no more of them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.round: Round | None = None

    def now(self, now: float) -> Round:
        """The round that tells how it is at that time."""
        with self.lock:
            if self.round is None or not self.round.is_good_for(now):
                self.round = Round(now)
            return self.round


_latest = Latest()
