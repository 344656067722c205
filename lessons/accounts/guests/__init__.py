"""Guests: who they are, how they leave and come back, and when they are forgotten."""
