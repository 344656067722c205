"""What computed questions are drawn from: a table of generators, whose keys AWS's own rules compute.

A generator draws values, makes a scene of them (a small world, and calls in it), and asks about what AWS
answers there. `play` tells that by the rules of `lessons.aws`; the tests really make the same calls.
"""
