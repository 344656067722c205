"""gunicorn's worker with threads, in which a thread stays with its client for a moment."""

from __future__ import annotations

from select import POLLIN, poll
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

__all__ = ["LingeringWorker"]

LINGER = 20  # milliseconds in which an SDK at work asks again


class LingeringWorker(ThreadWorker):
    """Saves a client that asks again at once the way over the main thread, which wakes two threads a request.

    No thread stays while there are as many connections as threads, for then somebody may be waiting for it.
    """

    def handle(self, conn: Any) -> Any:
        """Handle the requests that come in a row; whether the connection is kept, as gunicorn says it."""
        kept = super().handle(conn)
        while kept is True and self.alive and self.nr_conns < self.cfg.threads and _asks_again(conn):
            kept = super().handle(conn)
        return kept


def _asks_again(conn: Any) -> bool:
    """Whether there is a next request: one that came with the last, or one that comes in a moment."""
    waiting = poll()
    waiting.register(conn.sock, POLLIN)
    return bool(conn.parser.unreader.buf.getvalue() or waiting.poll(LINGER))
