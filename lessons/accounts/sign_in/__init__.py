"""Signing up, in and out: allauth with our words and limits, and the sessions that come of it."""
