"""Does a function's time grow in step with its input? Shown by doubling the input, in CPU time."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, NamedTuple

Run = Callable[[str], object]

MOST = 3.0  # times as long, for twice the input
ENOUGH = 0.005  # seconds of CPU that the smaller of the two inputs takes
BEST_OF = 5
LONG, ENDLESS = 0.4, 1  # seconds of CPU: for all of them, for one
LIMITED = 1.4  # times as long, at most, where a limit was passed
FIRST = 64  # repetitions
LONGEST = 4_000_000  # characters: what takes no time then takes none
HINT, FAR = 0.0005, 8_192  # when it is plain which shapes are slow: seconds, or repetitions


class Shape(NamedTuple):
    """A text of any length: `pump` is repeated, and where there is one `second` after the middle too."""

    head: str
    pump: str
    middle: str = ""
    second: str = ""
    tail: str = ""

    def text(self, repetitions: int) -> str:
        """The text with so many repetitions."""
        return "".join(
            (self.head, self.pump * repetitions, self.middle, self.second * repetitions, self.tail)
        )


def growth(run: Run, shape: Shape) -> float:
    """How many times as long a text of this shape takes when it is doubled; 0 where no text takes long.

    What only seems to grow too fast is measured again, and with longer texts: memory that has to be asked for
    is a step that comes once, and a busy neighbor is soon gone. What does grow too fast does so each time.
    Where a longer text takes no longer, a limit was passed, and that tells nothing.
    """
    repetitions = FIRST
    with _no_collecting():
        while (taken := _seconds(run, shape.text(repetitions))) < ENOUGH:
            repetitions *= 2
            if len(shape.text(1)) * repetitions > LONGEST:
                return 0
        if taken == inf:
            return inf
        found = inf
        for longer in (1, 1, 1, 2, 2, 4):
            ratio = _ratio(run, shape, longer * repetitions)
            if longer > 1 and ratio <= LIMITED:
                break
            found = min(found, ratio)
            if found <= MOST:
                break
        return found


def slowest(run: Run, shapes: Iterable[Shape], count: int) -> list[Shape]:
    """The shapes that take longest, found with texts that are just long enough to tell."""
    shapes, repetitions = list(shapes), FIRST
    with _no_collecting():
        while True:
            taken = {}
            for shape in shapes:
                taken[shape] = _seconds(run, shape.text(repetitions))
                if taken[shape] == inf:
                    return [shape]
            if max(taken.values()) > HINT or repetitions >= FAR:
                return sorted(shapes, key=taken.__getitem__, reverse=True)[:count]
            repetitions *= 2


def _ratio(run: Run, shape: Shape, repetitions: int) -> float:
    """The best of each, taken in turn, so that a busy moment of the machine meets both."""
    once, twice = shape.text(repetitions), shape.text(2 * repetitions)
    taken: list[tuple[float, float]] = []
    while len(taken) < BEST_OF and sum(map(sum, taken)) < LONG:
        taken.append((_seconds(run, once), _seconds(run, twice)))
    shorter, longer = map(min, zip(*taken, strict=True))
    return longer / shorter


def _seconds(run: Run, text: str) -> float:
    """The CPU time that it takes; infinite where there is no end to it."""
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    begin = time.thread_time()
    try:
        run(text)
    except TimeoutError:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - begin


def _give_up(*_: object) -> None:
    raise TimeoutError


@contextmanager
def _no_collecting() -> Iterator[Any]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
