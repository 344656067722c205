"""What the course tells the chapters that make something of it."""

from django.dispatch import Signal

__all__ = ["step_missed", "step_predicted"]

# Sent with user: User, lesson: Lesson, step_key: str, token: str and at: datetime, when a learner did a step
# of a lesson otherwise than it goes, the first time in a pass: inside the transaction that stores it. The
# token is that of the step in this pass.
step_missed = Signal()

# Sent with prediction: Prediction and lesson: Lesson, when a step was predicted, inside the transaction that
# stores it; where it is sent once more, with the one that is stored.
step_predicted = Signal()
