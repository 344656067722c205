"""Classes: who is in them, and how far they have come."""
