"""A lesson's steps done by the learner: each by a call of their own, graded by what comes of it."""
