"""What the gateway does with a call: what it is about, may they, the rules, and what came of it."""
