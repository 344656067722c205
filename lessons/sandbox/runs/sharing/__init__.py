"""Runs that are shown to others: a snapshot behind a link, without secrets, or a draft of a lesson."""
