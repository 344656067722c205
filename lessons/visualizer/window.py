"""What of a long trace is shown at once: what lies around the current step."""

from __future__ import annotations

from lessons.trace import Trace

__all__ = ["WHOLE", "shown_steps"]

WHOLE = 12  # a trace that is no longer than this is shown as a whole


def shown_steps(trace: Trace, current: int | None) -> range:
    """The numbers of the steps that are shown at step ``current``: all of them where that is None."""
    total = len(trace.steps)
    shown = around(total, current - 1) if current else range(total)
    return range(shown.start + 1, shown.stop + 1)


def around(total: int, index: int) -> range:
    """Of ``total`` things those around the one at ``index``, as many as fit: their indexes from 0."""
    first = max(0, min(index - WHOLE // 2, total - WHOLE))
    return range(first, min(total, first + WHOLE))
