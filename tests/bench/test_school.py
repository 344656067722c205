"""The school whose pages are measured can be made, and its pages are there."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client

from lessons.loading import load_course
from tests.bench import school
from tests.linear.sources import ROOT

PAGES = {"learner": ("question", "sandbox", "article", "step", "home"), "teacher": ("classroom",)}


@pytest.mark.django_db
def test_every_page_is_there_for_whom_it_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(school, "MEMBERS", 1)
    monkeypatch.setattr(school, "EVENTS", 2)
    load_course(ROOT / "lessons" / "content")
    told = json.loads(school.told())
    for who, pages in PAGES.items():
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = told[who]
        assert [browser.get(told[page]).status_code for page in pages] == [200] * len(pages)
