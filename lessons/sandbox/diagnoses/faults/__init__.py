"""Ways to break an account, each a function from a `Case` to what it broke.

A fault is None where a world, or the journey that shall end in it, is not made for it. Some need something to
break that the healthy world has not, an external id or a boundary; then the world before it has that too.
"""
