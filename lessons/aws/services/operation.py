"""What an operation of the sandbox is, whichever service has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the sandbox: its IAM action, the parameters it takes, and what its success means.

    `parameters` is None where it takes all that AWS has. `done` ends the sentence that begins with why it was
    allowed. `open_to_all` operations need no permission. `subject` names the parameter that says which
    resource an operation of IAM is about. `unsigned` operations need no credentials: they bring a token.
    """

    name: str
    action: str
    parameters: frozenset[str] | None
    done: str
    open_to_all: bool = False
    subject: str = ""
    unsigned: bool = False
