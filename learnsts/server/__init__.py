"""How gunicorn's workers take requests: the parts of it that are our own."""
