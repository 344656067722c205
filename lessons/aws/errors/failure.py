"""What a row of the tables of errors holds."""

from dataclasses import dataclass
from typing import NamedTuple

from lessons.aws.errors.sources import Source


class Words(NamedTuple):
    """What AWS answers: its error code, the HTTP status, the message, and where AWS says so.

    `{...}` in a message is filled in from the facts given to `AwsError`.
    """

    code: str
    status: int
    message: str
    source: Source


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail. `why` is for a student, `details` names the facts that S3 echoes as elements.

    Where S3 answers in other words than STS and IAM, they stand under `s3`.
    """

    words: Words
    why: str
    s3: Words | None = None
    details: tuple[str, ...] = ()
