"""What AWS's own model says of a parameter, in the one sentence that fits below a field."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from botocore.model import Shape

__all__ = ["help_of"]

LONGEST = 150
TAGS = re.compile(r"<[^<>]*>")
SPACES = re.compile(r"\s+")
# A sentence ends where the next one begins, not within an abbreviation such as "e.g. ".
SENTENCE = re.compile(r"(?<=[^.]{2}[.])\s+(?=[A-Z])")
EMPTY_ADVICE = ("This parameter", "For more information", "Amazon S3 on Outposts", "This functionality")


@lru_cache(maxsize=2_000)
def help_of(shape: Shape) -> str:
    """The first sentence of AWS's description; "" where there is none, or it is too long or says nothing."""
    text = SPACES.sub(" ", unescape(TAGS.sub("", shape.documentation))).strip()
    first = SENTENCE.split(text, maxsplit=1)[0]
    return "" if len(first) > LONGEST or first.startswith(EMPTY_ADVICE) else first
