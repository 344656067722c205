"""A diagnosis drawn from a seed: the same seed gives the same one. Pure, and without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from lessons.sandbox.diagnoses.edits import Broken, Case
from lessons.sandbox.diagnoses.faults.kinds import KINDS, Kind
from lessons.sandbox.diagnoses.questions import Journey, answered, every_question, world_from
from lessons.sandbox.diagnoses.worlds import DiagnosisWorld, daily
from lessons.sandbox.documents.goals import OUTCOMES

__all__ = ["GENERATOR", "Diagnosis", "draw", "draw_in"]

GENERATOR = 1  # grows whenever a seed gives another diagnosis than before
WORKS = "{user} gets into {role}{told}, and as that role can {deed}"
STAYS = "Everything else as it was: nobody can do more than before, and nobody less"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An account that is broken, as a document of accounts, and what mending it means, as goals of a lab.

    `complaint` is what `user` says of it, `found` what is told once it is mended. `healthy` is the document
    before: nobody is shown it. The documents are as an author writes them; nobody changes them.
    """

    world: str
    kind: str
    user: str
    complaint: str
    found: str
    document: Mapping[str, Any]
    healthy: Mapping[str, Any]
    goals: tuple[Mapping[str, Any], ...]


def draw(seed: str) -> Diagnosis:
    """A diagnosis in one of the daily worlds."""
    random = Random(seed)  # noqa: S311 -- repeatable on purpose
    return next(_diagnoses(random.choice(daily()), random))


def draw_in(world: DiagnosisWorld, seed: str, turn: int = 0) -> Diagnosis | None:
    """The diagnosis of that turn (from 0) in a world: another kind each turn, until all have been.

    None where nothing in the world can be broken: nobody gets into a role and reaches a bucket.
    """
    drawn = _diagnoses(world, Random(seed))  # noqa: S311 -- repeatable on purpose
    found = list(islice(drawn, turn + 1))
    return found[turn % len(found)] if found else None


def _diagnoses(world: DiagnosisWorld, random: Random) -> Iterator[Diagnosis]:
    """One diagnosis of each kind that the world can have, in the order of chance."""
    for kind in random.sample(KINDS, len(KINDS)):
        for journey in random.sample(world.journeys, len(world.journeys)):
            broken = kind.strike(Case(world.document, journey, random))
            if broken and _ends_the_journey(broken):
                yield _diagnosis(world, kind, journey, broken)
                break


def _ends_the_journey(broken: Broken) -> bool:
    """Whether the journey can be made before, and no longer afterwards."""
    before, after = (
        [step["outcome"] == OUTCOMES[0] for step in answered(broken.steps, world_from(document))]
        for document in (broken.before, broken.after)
    )
    return all(before) and not all(after)


def _diagnosis(world: DiagnosisWorld, kind: Kind, journey: Journey, broken: Broken) -> Diagnosis:
    healthy = world_from(broken.before)
    others = [one for one in every_question(broken.before) if one not in broken.steps]
    words = {"user": journey.user, "role": f"`{journey.role}`", "deed": journey.deed}
    told = f" {broken.told}" if broken.told else ""
    goals = (
        _goal("works", WORKS.format(told=told, **words), answered(broken.steps, healthy)),
        _goal("stays", STAYS, answered([*others, *broken.also], healthy)),
    )
    return Diagnosis(
        world.title,
        kind.name,
        journey.user,
        kind.complaint.format(**words),
        kind.found,
        broken.after,
        broken.before,
        goals,
    )


def _goal(key: str, text: str, now: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {"key": key, "text": text, "now": now}
