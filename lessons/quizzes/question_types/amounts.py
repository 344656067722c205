"""Numbers with units, as people write them: `3600`, `3,600 seconds`, `60 min`, `1 hour`.

- ASCII digits, with a point before decimals: `0.5`, `.5`. A comma is no decimal point: `0,5` is not read.
- Thousands in groups of three behind commas or spaces: `3,600`, `1 000 000`. `36,00` is not read.
- A sign, also the typographic minus, and an exponent of two digits at most: `-1`, `1e3`.
- One unit behind it, or none: `1 h 30 min` has the unit `h 30 min`, which nobody knows.

They become fractions, so nothing is rounded.
"""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["amount", "factor", "number"]

_AMOUNT = re.compile(
    r"(?P<sign>[-+\u2212]?) ?"
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?P<exponent>(?:[eE][-+]?[0-9]{1,2})?)"
    r" ?(?P<unit>(?:[^0-9.,/+\u2212 -].*)?)"
)


def amount(text: str) -> tuple[Fraction, str]:
    """The number, and the unit as written or empty. Raises ValueError."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    digits = found["digits"].replace(",", "").replace(" ", "")
    return Fraction(found["sign"].replace("\N{MINUS SIGN}", "-") + digits + found["exponent"]), found["unit"]


def number(text: str) -> Fraction:
    """A number without a unit. Raises ValueError."""
    found, unit = amount(text)
    if unit:
        raise ValueError(text)
    return found


def factor(text: str) -> Fraction:
    """A number above 0, or one by another as in `1/60`. Raises ValueError."""
    over, slash, under = text.partition("/")
    above, below = number(over.strip()), number(under.strip()) if slash else Fraction(1)
    if above <= 0 or below <= 0:
        raise ValueError(text)
    return above / below
