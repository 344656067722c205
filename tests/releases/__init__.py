"""A small site of each release, as its own code left it, and what its people must find again.

``<release>.zip`` is a backup, ``<release>.json`` tells who was signed in, which rows the addresses in the
access table stand for, and what each page showed. Made once for each release: ``python -m tests.releases``.
"""
