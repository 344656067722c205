"""Who can sign a move: every key and every session that is known on a stage, the dead ones too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lessons import aws
from lessons.sandbox.performing.stage import Key, Stage
from lessons.sandbox.text import arn_name, duration

__all__ = ["NOBODY", "Signer", "signers"]

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Signer:
    """An access key id with whose it is and what is known of it."""

    id: str
    name: str
    note: str

    def __str__(self) -> str:
        return f"{self.name} · {self.note}"


def signers(stage: Stage) -> Iterator[Signer]:
    """The users' keys, the sessions, and nobody: a call that is not signed."""
    world = aws.World(stage.world)
    for key in stage.keys:
        yield Signer(
            key.id, key.user, f"long-term key …{key.id[-4:]}{_state(key, world)}{_where(key, world)}"
        )
    for session in stage.sessions:
        left = session.seconds_left(stage.now)
        life = f"{duration(left)} left" if left else "expired"
        key_id = session.access_key_id
        yield Signer(key_id, arn_name(session.arn), f"session …{key_id[-4:]}, {life}")
    yield Signer(NOBODY, "nobody", "the call is not signed")


def _state(key: Key, world: aws.World) -> str:
    found = world.find_key(key.id)
    if found is None:
        return ", deleted"
    return "" if found[1].active else ", inactive"


def _where(key: Key, world: aws.World) -> str:
    """The account, where there are several."""
    accounts = world.accounts
    return f", account {accounts[key.account_id]['name']}" if len(accounts) > 1 else ""
