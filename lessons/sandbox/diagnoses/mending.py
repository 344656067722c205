"""Whether a broken account works again: noted as it happens, and shown as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lessons import aws
from lessons.sandbox.diagnoses.questions import answered
from lessons.sandbox.documents.goals import OUTCOMES
from lessons.sandbox.labs.goal_checks import holds_now
from lessons.sandbox.models import BrokenAccount, Sandbox

__all__ = ["CaseView", "Standing", "case_of", "note_mended"]

MORE, LESS = "{who} can do more than before", "{who} can do less than before"


def note_mended(sandbox: Sandbox) -> None:
    """Keep that the account works again, if all its goals hold at this moment; the caller holds the lock.

    Whoever has mended it once has done so, whatever becomes of it.
    """
    broken = sandbox.broken_account
    if broken is None or broken.mended_at:
        return
    world, now = aws.World(sandbox.world), sandbox.now()
    if all(holds_now(goal, world, now) for goal in broken.goal_list):
        broken.mended_at, broken.calls = timezone.now(), sandbox.events.calls().count()
        broken.save(update_fields=["mended_at", "calls"])


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal as it is now. `told` is what speaks against it, where that is told."""

    text: str
    holds: bool
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A broken account as its learner sees it."""

    broken: BrokenAccount
    goals: tuple[Standing, ...]


def case_of(sandbox: Sandbox) -> CaseView | None:
    """How far the learner is with the sandbox's broken account; None where it is of a scenario.

    Who can do more or less than before is told once the journey can be made again: until then it would say
    what is broken, and afterwards it says what the mending has spoilt.
    """
    broken = sandbox.broken_account
    if broken is None:
        return None
    works, stays = (_against(goal["now"], sandbox) for goal in broken.goals)
    told = () if works else tuple(dict.fromkeys(map(_as_told, stays)))
    texts = [goal["text"] for goal in broken.goals]
    return CaseView(broken, (Standing(texts[0], not works), Standing(texts[1], not stays, told)))


def _against(wanted: Sequence[Mapping[str, Any]], sandbox: Sandbox) -> list[Mapping[str, Any]]:
    """The decisions that do not come out as they are wanted."""
    found = answered(wanted, aws.World(sandbox.world), sandbox.now())
    return [one for one, now in zip(wanted, found, strict=True) if one["outcome"] != now["outcome"]]


def _as_told(wanted: Mapping[str, Any]) -> str:
    who = wanted["by"].partition(":")[2].partition("/")[2]
    return (LESS if wanted["outcome"] == OUTCOMES[0] else MORE).format(who=who)
