"""The oldest kept backup, altered by somebody."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.releases.kept import ALL

KEPT = ALL[0].archive
DATABASE = "database/database.sqlite3"
# Changes the manifest, and the members by their names.
Change = Callable[[dict[str, Any], dict[str, bytes]], None]


def altered(into: Path, change: Change) -> None:
    """Write the backup with a change."""
    with zipfile.ZipFile(KEPT) as kept:
        members = {name: kept.read(name) for name in kept.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(manifest, members)
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, content in members.items():
            archive.writestr(name, content)


def put(database: bytes, manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    """Another database, with the checksum that it has."""
    members[DATABASE] = database
    manifest["sha256"][DATABASE] = hashlib.sha256(database).hexdigest()
