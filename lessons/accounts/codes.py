"""Codes that people read and type: hard to misread, and long enough not to be guessed."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import get_random_string

__all__ = ["ALPHABET", "LONGEST", "new_code", "read_code", "show_code"]

# No vowels, so that a code never spells a word; no 0, 1, 2, 5, 6 or 8, which look like letters.
ALPHABET = "BCDFGHJKMNPQRSTVWXYZ3479"
LOOK_ALIKES = str.maketrans("2568", "ZSGB")
GROUP = 4
LONGEST = 40  # characters as somebody types it, spaces and all


def new_code(length: int) -> str:
    """A random code, without dashes."""
    return get_random_string(length, ALPHABET)


def show_code(code: str) -> str:
    """The code as people see it: ``BCDF-GHJK``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str, length: int) -> str | None:
    """The code somebody meant by ``typed``, whatever its case, dashes and spaces; None if it is none."""
    if len(typed) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper().translate(LOOK_ALIKES)
    code = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Pd")
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
