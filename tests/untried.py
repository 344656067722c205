"""What the tests leave untried, line by line and branch by branch, as the last pass measured it.

The floor of all is ``fail_under`` in pyproject.toml. What decides is tried whole.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import chain

from coverage import Coverage

__all__ = ["DECIDING", "is_enough"]

# What decides by policies, by the answers to a quiz, and by the goals of a lab.
DECIDING: Mapping[str, tuple[str, ...]] = {
    "calls": ("lessons/aws/policies/*",),
    "answers": ("lessons/quizzes/grading.py",),
    "labs": (
        "lessons/sandbox/documents/goal_mistakes.py",
        "lessons/sandbox/documents/goals.py",
        "lessons/sandbox/documents/placeholders.py",
        "lessons/sandbox/labs/call_patterns.py",
        "lessons/sandbox/labs/goal_checks.py",
    ),
    "progress": ("lessons/sandbox/labs/progress.py",),
}
HEAD, WORST = 2, 10  # lines of the table: its head, and the modules that are shown


def is_enough() -> bool:
    """Show the total and the modules of which most is untried; whether it is enough.

    Raises NoDataError where a pattern of `DECIDING` names no module.
    """
    measured = Coverage()
    measured.load()
    table = io.StringIO()
    total = measured.report(file=table, sort="-miss", skip_covered=True)
    lines = table.getvalue().splitlines()
    print(*lines[: HEAD + WORST], *(line for line in lines if line.startswith("TOTAL")), sep="\n")
    floor = float(str(measured.get_option("report:fail_under")))
    if total < floor:
        print(f"\n!!! UNTRIED: {total:.2f} % is below the {floor:g} % of pyproject.toml")
    return all([total >= floor, *(_is_whole(measured, pattern) for pattern in chain(*DECIDING.values()))])


def _is_whole(measured: Coverage, pattern: str) -> bool:
    """Whether no line and no branch of these modules is untried; shows those that are."""
    table = io.StringIO()
    whole = measured.report(include=[pattern], file=table, show_missing=True, skip_covered=True) == 100
    if not whole:
        print(f"\n!!! UNTRIED, where 100 % is due:\n{table.getvalue()}")
    return whole
