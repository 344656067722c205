"""The shells that learners type into, and how variables are set in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["BASH", "SHELLS", "Shell", "shell_of"]

# AWS CLI 1.29 and 2.13 are the first that read AWS_ENDPOINT_URL (AWS SDKs and Tools Reference Guide,
# "Service-specific endpoints"). Older ones call AWS itself, and say nothing.
KNOWS_ENDPOINT = r"aws-cli/(1\.(29|[3-9][0-9])|2\.(1[3-9]|[2-9][0-9]))\."
GOOD = "Good: this AWS CLI knows AWS_ENDPOINT_URL."
STOP = (
    "STOP: there is no AWS CLI here, or one that is too old and would call AWS itself. Install 2.13 or newer."
)
_VERSION = f"aws --version 2>&1 | grep -Eq '{KNOWS_ENDPOINT}'"


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell: how it sets a variable, how it forgets some, and what tells whether its AWS CLI is new enough.

    `assignment` has places for a name and a value, `removal` for names, each after `before_name`.
    """

    key: str
    label: str
    assignment: str
    removal: str
    check: str
    before_name: str = ""
    between_names: str = " "

    def lines(self, variables: Mapping[str, str], forgotten: Iterable[str] = ()) -> str:
        """What to paste, so that these variables are set and those are not."""
        names = self.between_names.join(self.before_name + name for name in forgotten)
        removals = [self.removal.format(names=names)] if names else []
        assignments = [self.assignment.format(name=name, value=value) for name, value in variables.items()]
        return "\n".join([*removals, *assignments])


BASH = Shell(
    "bash",
    "bash, zsh",
    "export {name}={value}",
    "unset {names}",
    f"{_VERSION} && echo '{GOOD}' || echo '{STOP}'",
)
SHELLS = (
    BASH,
    Shell(
        "fish",
        "fish",
        "set -gx {name} {value}",
        "set -e {names}",
        # Without the first part fish stops at a command that is not there.
        f"command -q aws; and {_VERSION}; and echo '{GOOD}'; or echo '{STOP}'",
    ),
    Shell(
        "powershell",
        "PowerShell",
        "$Env:{name} = '{value}'",
        "Remove-Item {names} -ErrorAction Ignore",
        f"if (\"$(aws --version 2>&1)\" -match '{KNOWS_ENDPOINT}') {{ '{GOOD}' }} else {{ '{STOP}' }}",
        before_name="Env:",
        between_names=", ",
    ),
)


def shell_of(key: str) -> Shell:
    """The shell of that key; bash where there is none."""
    return next((shell for shell in SHELLS if shell.key == key), BASH)
