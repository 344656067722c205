"""A run as a trace: played like a lesson, shared, or made a draft of one."""
