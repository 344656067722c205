"""Join codes: short enough to read off a projector, long enough not to be guessed."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import get_random_string

__all__ = ["ALPHABET", "LENGTH", "new_code", "read_code", "show_code"]

# No vowels, so that a code never spells a word; no 0, 1, 2, 5, 6 or 8, which look like letters.
# 24 characters at 8 places: 1.1 * 10**11 codes.
ALPHABET = "BCDFGHJKMNPQRSTVWXYZ3479"
LENGTH = 8
LONGEST = 40  # characters as somebody types it, spaces and all
LOOK_ALIKES = str.maketrans("2568", "ZSGB")


def new_code() -> str:
    """A random code, as it is stored: eight characters without a dash."""
    return get_random_string(LENGTH, ALPHABET)


def show_code(code: str) -> str:
    """The code as people see it: ``BCDF-GHJK``."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """The code somebody meant by ``typed``, whatever its case, dashes and spaces; None if it is none."""
    if len(typed) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper().translate(LOOK_ALIKES)
    code = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Pd")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
