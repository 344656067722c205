"""How long a lesson takes with all there is to do in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

__all__ = ["LessonTime", "register_work", "time_of", "work_seconds"]

WORDS_A_MINUTE = 200
SECONDS_A_STEP = 20

Seconds = Callable[[], Mapping[int, int]]

# What other chapters give a reader to do, by the word for it.
works: dict[str, Seconds] = {}


@dataclass(frozen=True)
class LessonTime:
    """Whole minutes, at least one, and what is counted in besides the article, such as “steps” and “quiz”."""

    minutes: int
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"about {self.minutes} minute{'' if self.minutes == 1 else 's'}"

    @property
    def in_full(self) -> str:
        """With what is counted in: “about 25 minutes with steps, quiz and lab”."""
        *first, last = self.parts or ("",)
        named = " and ".join(filter(None, [", ".join(first), last]))
        return f"{self} with {named}" if named else str(self)


def register_work(name: str, seconds: Seconds) -> None:
    """Count in what ``seconds`` gives by a lesson's id, in one query. What changes it touches the lesson."""
    works[name] = seconds


def work_seconds() -> dict[str, Mapping[int, int]]:
    """By the word for it, how long the work takes in each lesson that has some, in seconds."""
    return {name: seconds() for name, seconds in works.items()}


def time_of(words: int, steps: int, work: Mapping[str, int]) -> LessonTime:
    """How long an article of so many ``words`` takes with its steps and with the seconds of ``work``."""
    parts = {"steps": SECONDS_A_STEP * steps, **work}
    seconds = 60 * words / WORDS_A_MINUTE + sum(parts.values())
    return LessonTime(max(1, ceil(seconds / 60)), tuple(name for name, counted in parts.items() if counted))
