"""Who may do what, and why: policies, and how AWS decides by them. Knows nothing but policies."""
