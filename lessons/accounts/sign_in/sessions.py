"""Sessions as Django keeps them in the database, found without the ORM.

Every page of somebody known begins with this, and writing the statement takes the ORM many times as long as
the database takes to answer it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

__all__ = ["SessionStore"]

ALIVE = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own store, which it stays in everything that writes."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where there is no such session, or none that still lives."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(ALIVE, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])

    def _validate_session_key(self, key: str | None) -> bool:
        """As Django does; and no database holds a zero byte, which a quoted cookie can spell."""
        return "\0" not in (key or "") and bool(super()._validate_session_key(key))  # type: ignore[misc] # Django has it
