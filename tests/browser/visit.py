"""A browser's page on its way through the states that somebody may meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from lessons.accounts.models import User

__all__ = ["States", "Visit"]


@dataclass(frozen=True)
class Visit:
    """A browser's page on the site, and how to be somebody else in it."""

    page: Page
    site: str
    become: Callable[[User], None]

    def to(self, path: str) -> str:
        """Open a page; its path is the name of the state."""
        self.page.goto(self.site + path)
        return path


States = Iterator[str]  # each is the name of a state that the page is in
