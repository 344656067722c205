"""The types of questions: a module each, all with the same names, see `interface.py`."""
