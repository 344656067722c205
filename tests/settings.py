"""Settings of the tests: the site's own, with plain static files and fast passwords."""

import os
import re
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from learnsts.settings import *  # noqa: F403 -- the key must be there before the settings are read
from learnsts.settings import CACHES, DATABASES, STATIC_ROOT

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none

# A file, as in production: threads and the live server then meet SQLite's real locks.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    path = Path(tempfile.gettempdir()) / f"learnsts-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(path)}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"

# Each parallel worker has a Redis database of its own, which its tests may clear.
WORKER = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
if "redis" in CACHES["default"]["BACKEND"].lower():
    CACHES["default"]["LOCATION"] = re.sub(r"/\d+$", f"/{WORKER + 1}", CACHES["default"]["LOCATION"])
