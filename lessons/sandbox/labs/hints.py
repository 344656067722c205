"""Hints are given one by one, and remembered."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db import transaction

from lessons.accounts.models import User
from lessons.sandbox.documents.goals import Goal
from lessons.sandbox.models import Lab, LabProgress

__all__ = ["ask_for_hint", "find_goal"]


def find_goal(lab: Lab, key: str) -> Goal:
    """The lab's goal of that key. Raises BadRequest."""
    goal = next((goal for goal in lab.goal_list if goal.key == key), None)
    if goal is None:
        raise BadRequest("This lab has no such goal any more. Go back to the lesson's lab.")
    return goal


@transaction.atomic
def ask_for_hint(user: User, lab: Lab, goal: Goal, number: int) -> None:
    """Remember that the learner asked for the hint of that number (counted from 1) for a goal.

    A hint comes after the one before it, and asking for it twice gives no more.
    """
    row, _ = LabProgress.objects.select_for_update().get_or_create(user=user, lab=lab)
    seen = row.hints.get(goal.key, 0)
    if number == seen + 1 <= len(goal.hints):
        row.hints = row.hints | {goal.key: number}
        row.save(update_fields=["hints"])
