"""Names as people see them: what shows nothing is told from what does."""

from __future__ import annotations

import unicodedata

__all__ = ["fold", "is_invisible"]

# Controls, joiners and other formats, halves, private and unassigned characters, line ends.
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters and marks that Unicode calls ignorable (DerivedCoreProperties.txt), and the blank Braille pattern.
INVISIBLE_RANGES = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0000, 0xE0FFF),
)

# Characters, more than any name has. Normalizing takes the square of many accents in a row.
LONGEST = 200


def is_invisible(character: str) -> bool:
    """Whether the character takes no ink, spaces aside."""
    in_a_range = any(first <= ord(character) <= last for first, last in INVISIBLE_RANGES)
    return in_a_range or unicodedata.category(character) in INVISIBLE_CATEGORIES


def fold(name: str) -> str:
    """The name as it is compared: two that look alike but for case, width and spaces are the same."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", name[:LONGEST]) if not is_invisible(c))
    return " ".join(unicodedata.normalize("NFKC", shown.casefold()).split())
