"""The fields of a form as they were sent, to be shown and sent again where they could not be stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

__all__ = ["SentField", "sent_fields"]

SECRETS = ("pass", "secret", "token")  # in the names of fields whose values no page shows
LINE = 80  # characters
FORGERY = "csrfmiddlewaretoken"  # a secret of the form and not of its reader, which has to be sent again
UNREADABLE = (SuspiciousOperation, MultiPartParserError, OSError, ValueError)


@dataclass(frozen=True)
class SentField:
    """A value that was sent. Of a secret only the name is kept."""

    name: str
    value: str

    @property
    def is_secret(self) -> bool:
        """Whether it has to be typed again."""
        return self.name != FORGERY and any(part in self.name.lower() for part in SECRETS)

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote it, by the look of it: several words."""
        return not self.is_secret and len(self.value.split()) > 1

    @property
    def has_lines(self) -> bool:
        """Whether it was written in lines, or is as long as that."""
        return self.is_written and ("\n" in self.value or len(self.value) > LINE)

    @property
    def label(self) -> str:
        """What to call it."""
        return self.name.replace("_", " ").replace("-", " ")


def sent_fields(request: HttpRequest) -> list[SentField]:
    """The fields of the form in their order; none where they cannot be read."""
    try:
        sent = [SentField(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    return [SentField(field.name, "") if field.is_secret else field for field in sent]
