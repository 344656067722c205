"""Join codes: short enough to read off a projector."""

from __future__ import annotations

from lessons.accounts import codes

__all__ = ["LENGTH", "new_code", "read_code"]

LENGTH = 8  # at each place one of 24 characters: 1.1 * 10**11 codes


def new_code() -> str:
    """A random code, as it is stored."""
    return codes.new_code(LENGTH)


def read_code(typed: str) -> str | None:
    """The join code somebody meant by ``typed``; None if it is none."""
    return codes.read_code(typed, LENGTH)
