"""Sandboxes as rows: scenarios and labs by authors, learners' copies with their events, and shared runs."""

from lessons.sandbox.models.labs import Lab, LabProgress, Scenario
from lessons.sandbox.models.sandboxes import Event, Sandbox, SandboxAccount
from lessons.sandbox.models.shared_runs import SharedRun

__all__ = ["Event", "Lab", "LabProgress", "Sandbox", "SandboxAccount", "Scenario", "SharedRun"]
