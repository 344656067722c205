"""What a sandbox begins with: a world of its own, and who and what there is in it."""
