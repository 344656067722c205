"""How a request is signed, and whether it was: the signatures that clients send."""
