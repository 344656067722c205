"""The page of a sandbox, and what a learner does there."""
