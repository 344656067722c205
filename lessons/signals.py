"""What the course tells the chapters that make something of it."""

from django.dispatch import Signal

__all__ = ["step_missed"]

# Sent with user: User, lesson: Lesson and step_key: str, when a learner did a step of a lesson otherwise than
# it goes, the first time in a pass: inside the transaction that stores it.
step_missed = Signal()
