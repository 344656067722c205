"""Sandboxes as rows: scenarios and labs by authors, learners' copies with their events, runs and passes."""

from lessons.sandbox.models.broken_accounts import BrokenAccount
from lessons.sandbox.models.labs import Lab, LabProgress, Scenario
from lessons.sandbox.models.lesson_passes import PASSED, Pass, PassMove, pass_seconds_by_lesson
from lessons.sandbox.models.sandboxes import Event, Sandbox, SandboxAccount
from lessons.sandbox.models.shared_runs import SharedRun

__all__ = [
    "PASSED",
    "BrokenAccount",
    "Event",
    "Lab",
    "LabProgress",
    "Pass",
    "PassMove",
    "Sandbox",
    "SandboxAccount",
    "Scenario",
    "SharedRun",
    "pass_seconds_by_lesson",
]
