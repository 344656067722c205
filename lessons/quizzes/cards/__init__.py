"""What a learner missed comes back just before it is forgotten: cards, their schedule, a queue a day."""
