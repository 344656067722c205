"""The key that signs sessions: SECRET_KEY, or a file. ``python -m learnsts.secret_key`` makes the file."""

from __future__ import annotations

import os
import secrets

from django.core.exceptions import ImproperlyConfigured

from learnsts.environment import VAR_DIR, env

__all__ = ["FILE", "make", "secret_key"]

FILE = VAR_DIR / "secret-key"


def secret_key() -> str:
    """The key from SECRET_KEY or from its file. Raises ImproperlyConfigured where there is none."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if FILE.exists():
        return FILE.read_text().strip()
    raise ImproperlyConfigured("Set SECRET_KEY, or let `make run` write var/secret-key.")


def make() -> None:
    """Write a key into a file that only its owner can read, where there is no key yet."""
    if env.str("SECRET_KEY", default="") or FILE.exists():
        return
    print(f"· creating {FILE}", flush=True)
    FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "w") as opened:
        opened.write(secrets.token_urlsafe(64) + "\n")


if __name__ == "__main__":
    make()
