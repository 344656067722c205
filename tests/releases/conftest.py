"""Each kept site, restored into a database of its own and brought to this release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from learnsts.backup import restore
from tests.backup.sites import another_database, drop
from tests.releases.kept import ALL, Kept
from tests.sizes import size

TRIED = ALL[: size(1, len(ALL) - 2)] + ALL[-2:]  # in a sample the oldest and the latest two


@pytest.fixture(scope="module", params=TRIED, ids=lambda kept: kept.release)
def site(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Kept]:
    """The site of a release as `manage.py restore` brings it here: the default database for a while."""
    kept: Kept = request.param
    with django_db_blocker.unblock():
        with another_database(tmp_path_factory.mktemp("kept"), "kept") as name:
            restore(kept.archive)
            yield kept
        drop(name)


@pytest.fixture(autouse=True)
def _soon_after(site: Kept, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five minutes after the site was kept, with nothing of this test remembered by the next."""
    monkeypatch.setattr(timezone, "now", lambda: site.made_at + timedelta(minutes=5))
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def browsers(site: Kept) -> dict[str, Client]:
    """Everybody's browser, still signed in by the cookie that the release gave, and a stranger's."""
    found = {"stranger": Client()}
    for person, session in site.sessions.items():
        found[person] = Client()
        found[person].cookies[settings.SESSION_COOKIE_NAME] = session
    return found
