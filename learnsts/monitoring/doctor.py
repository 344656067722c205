"""What a deployment needs: one check after the other, each with what to mend where it fails."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils import timezone

__all__ = ["CHECKS", "Check"]

Check = Callable[[], str]  # what to mend, empty where nothing is

KEY_LENGTH, KEY_VARIETY = 50, 5  # characters, as Django's own check asks (security.W009)
FREE_BYTES = 1024**3
SECONDS_APART = 5  # what is measured in whole seconds may be off by two


def secret_key() -> str:
    """Long, varied, and read by nobody else."""
    if len(settings.SECRET_KEY) < KEY_LENGTH or len(set(settings.SECRET_KEY)) < KEY_VARIETY:
        return f"set SECRET_KEY to {KEY_LENGTH} random characters or more."
    file = settings.VAR_DIR / "secret-key"
    if file.exists() and file.stat().st_mode & 0o077:
        return f"chmod 600 {file}: others on this machine can read it."
    return ""


def debugging() -> str:
    """Off: an error's page shows settings and code."""
    return "take DEBUG away: an error shows everybody how the site is made." if settings.DEBUG else ""


def hosts() -> str:
    """The site's own names."""
    if "*" in settings.ALLOWED_HOSTS:
        return "set ALLOWED_HOSTS to the names of the site: now it answers to any."
    return "" if settings.ALLOWED_HOSTS else "set ALLOWED_HOSTS to the names of the site."


def https() -> str:
    """On."""
    return "" if settings.HTTPS else "put a TLS proxy in front that sets X-Forwarded-Proto, and set HTTPS=1."


def trusted_proxies() -> str:
    """With a proxy in front, the client's address is the one that it tells."""
    if settings.HTTPS and settings.ALLAUTH_TRUSTED_PROXY_COUNT < 1:
        return "set TRUSTED_PROXIES=1 (or how many): now all visitors are one address, and share its limits."
    return ""


def csrf_origins() -> str:
    """The addresses that browsers show, each of a host that is answered."""
    origins = list(map(urlsplit, settings.CSRF_TRUSTED_ORIGINS))
    if not origins or not all(origin.scheme == "https" for origin in origins):
        return "set CSRF_TRUSTED_ORIGINS to what browsers show, such as https://learn.example.edu."
    strange = [o.netloc for o in origins if not validate_host(o.hostname or "", settings.ALLOWED_HOSTS)]
    return f"ALLOWED_HOSTS lacks {', '.join(strange)}, which CSRF_TRUSTED_ORIGINS names." if strange else ""


def shared_cache() -> str:
    """Keeps what is told to it."""
    key, value = f"doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    try:
        cache.set(key, value, 10)
        kept = cache.get(key) == value
        cache.delete(key)
    except Exception:  # each cache has its own errors
        kept = False
    return "" if kept else "start what REDIS_URL names, or run `manage.py prepare`: nothing is kept there."


def database() -> str:
    """Can be written."""
    try:
        with transaction.atomic():
            Session.objects.create(session_key=secrets.token_hex(16), expire_date=timezone.now())
            transaction.set_rollback(True)
    except Exception as error:  # a driver that does not get through has its own errors too
        return f"let the database be written: see DATABASE_URL, its rights and its disk ({_short(error)})."
    return ""


def migrations() -> str:
    """All done."""
    try:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return "mend the database first."
    return f"run `manage.py prepare`: {len(left)} migrations are not done." if left else ""


def disk() -> str:
    """Room in VAR_DIR, where this process may write."""
    folder = settings.VAR_DIR
    if not os.access(folder, os.W_OK):
        return f"let this user write to {folder} (VAR_DIR)."
    free = shutil.disk_usage(folder).free
    return f"free some space: {folder} has {free // 1024**2} MB." if free < FREE_BYTES else ""


def clock() -> str:
    """The same as the database's, which is that of the other machines: credentials die by it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CURRENT_TIMESTAMP")
            theirs = cursor.fetchone()[0]
    except Exception:
        return "mend the database first."
    at = theirs if isinstance(theirs, datetime) else datetime.fromisoformat(theirs).replace(tzinfo=UTC)
    apart = abs((timezone.now() - at).total_seconds())
    return f"set the clocks by NTP: the database's is {apart:.0f} s off." if apart > SECONDS_APART else ""


def email() -> str:
    """Errors reach somebody."""
    if not settings.ADMINS or settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return "set EMAIL_URL, SERVER_EMAIL and ADMINS: now nobody hears of an unexpected error."
    try:
        with get_connection(fail_silently=False):
            return ""
    except Exception as error:  # whatever a mail server may do
        return f"see EMAIL_URL: the mail server does not take us ({_short(error)})."


def _short(error: Exception) -> str:
    """Which error it is, and not its text: a driver's holds addresses, and passwords where a URL is odd."""
    return type(error).__name__


CHECKS: tuple[tuple[str, Check], ...] = (
    ("secret key", secret_key),
    ("debugging", debugging),
    ("hosts", hosts),
    ("HTTPS", https),
    ("trusted proxies", trusted_proxies),
    ("CSRF origins", csrf_origins),
    ("cache", shared_cache),
    ("database", database),
    ("migrations", migrations),
    ("disk", disk),
    ("clock", clock),
    ("e-mail", email),
)
