"""Keep a small site of this release for the tests of later ones: ``python -m tests.releases``.

Run it once, with the code of a release that is about to go out, and commit both files. What is there is
never made anew: a later release must read what this one wrote.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile

FOLDER = Path(__file__).parent


def main() -> int:
    """Prepare a site in a folder of its own, live in it, keep it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/learnsts.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        os.environ.pop("REDIS_URL", None)
        keep(Path(folder, "backup.zip"))
    return 0


def keep(made: Path) -> None:
    """Let the story happen on a fresh site, and write both files of the release."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from learnsts.backup import save
    from learnsts.backup.manifest import current_release
    from tests.releases.story import play

    kept = FOLDER / f"{current_release()}.zip"
    if kept.exists():
        raise SystemExit(f"{kept} is there, and a kept release is never made anew.")
    setup_test_environment()  # pages then tell what they were made from
    call_command("prepare")
    story = play()
    save(made)
    cookie = settings.SESSION_COOKIE_NAME
    told = {
        "made_at": timezone.now().isoformat(),
        "sessions": {person: browser.cookies[cookie].value for person, browser in story.browsers.items()},
        "arguments": story.arguments,
        "shown": story.shown,
    }
    pack(made, kept)
    kept.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n")


def pack(made: Path, kept: Path) -> None:
    """The same archive as small as can be, for it stays in the repository."""
    with ZipFile(made) as source, ZipFile(kept, "x", ZIP_LZMA) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))


if __name__ == "__main__":
    sys.exit(main())
