"""Documents that authors write for a sandbox, and what is wrong in them. No rows."""
