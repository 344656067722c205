"""What is wrong in a document, before it has a place in its text."""

from typing import NamedTuple

from lessons.aws.policies.json_positions import Path


class Mistake(NamedTuple):
    """What is wrong at a path, in words for a student.

    `rule` is the row of `refusals` that AWS refuses it by, "" where AWS saves it all the same; `words` is
    what the refusal names.
    """

    path: Path
    message: str
    rule: str = ""
    words: str = ""

    def within(self, path: Path) -> "Mistake":
        """The same, told of the part that is at `path`."""
        return self._replace(path=(*path, *self.path))
