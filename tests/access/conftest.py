"""What the table speaks of, as fixtures."""

from tests.access.people import hers, people, ready  # noqa: F401 -- fixtures
