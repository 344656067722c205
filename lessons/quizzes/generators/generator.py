"""A generator: what is drawn for it, the scene that this makes, and what is asked of the answers there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from lessons.quizzes.generators.scene import Answer, Scene, play

__all__ = ["UNITS", "Answers", "Document", "Drawn", "Generator", "Space", "Variant"]

Drawn = Mapping[str, Any]  # the values that were drawn, by their names: JSON values
Space = Mapping[str, tuple[Any, ...]]  # what can be drawn, by the same names
Answers = tuple[Answer, ...]

SEEDS = 1_000_000
UNITS = ("seconds", "minutes", "time")
EVERY: Space = {"minute": tuple(range(6 * 60, 11 * 60 + 1, 5))}  # a session of twelve hours ends that day


@dataclass(frozen=True)
class Document:
    """A policy, or what somebody sees, shown below the prompt as it is."""

    title: str
    text: str


@dataclass(frozen=True)
class Variant:
    """A question as one learner gets it. The last of its lines asks; `backticks` mark code in all of it.

    ``wrong`` are the other choices; empty for a number, which ``right`` then is, in ``unit``: "seconds",
    "minutes", or "time", of the day in hours and minutes.
    """

    lines: tuple[str, ...]
    right: str
    explanation: str
    wrong: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    unit: str = ""

    def showing(self, *documents: Document) -> Variant:
        """The same, with documents below its prompt."""
        return replace(self, documents=documents)


@dataclass(frozen=True)
class Generator:
    """``lesson`` is the slug of the one that it fits best. ``version`` goes up where the same values would
    make another scene, or would be asked about in other words; a rule of AWS that was mended leaves it."""

    name: str
    title: str
    lesson: str
    space: Space
    scene: Callable[[Drawn], Scene]
    ask: Callable[[Drawn, Scene, Answers], Variant]
    version: int = 1

    @property
    def whole_space(self) -> Space:
        """All that can be drawn, but for the seed of the world."""
        return {**EVERY, **self.space}

    def draw(self, random: Random, settings: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
        """Values for one learner. ``settings`` narrow what they are drawn from."""
        space = {**self.whole_space, **settings}
        return {
            "seed": random.randrange(SEEDS),
            **{name: random.choice(values) for name, values in space.items()},
        }

    def knows(self, drawn: Drawn) -> bool:
        """Whether values are such as are drawn today."""
        space = self.whole_space
        if drawn.keys() != {"seed", *space} or not isinstance(drawn["seed"], int):
            return False
        return all(drawn[name] in space[name] for name in space)

    def variant(self, drawn: Drawn) -> Variant:
        """The question that values make, with the key that AWS's rules give."""
        scene = self.scene(drawn)
        return self.ask(drawn, scene, play(scene))
