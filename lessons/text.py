"""Words that have to fit."""

from __future__ import annotations

__all__ = ["shortened"]

ELLIPSIS = "…"


def shortened(text: str, longest: int) -> str:
    """``text``, or its beginning with an ellipsis: ``longest`` characters at most."""
    return text if len(text) <= longest else text[: longest - len(ELLIPSIS)].rstrip() + ELLIPSIS
