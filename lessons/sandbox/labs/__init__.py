"""Labs: goals that are reached by what really happened in a sandbox, and the calls that prove it."""
