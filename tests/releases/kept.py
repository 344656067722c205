"""The releases that are kept, oldest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from learnsts.backup.archive import read_manifest
from learnsts.backup.manifest import Manifest, numbers

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Kept:
    """A site as a release left it.

    ``sessions`` are session keys by person, ``arguments`` what the names in the access table stand for,
    ``shown`` pages with texts on them, as (person, path, texts).
    """

    release: str
    made_at: datetime
    sessions: dict[str, str]
    arguments: dict[str, Any]
    shown: list[tuple[str, str, list[str]]]

    @property
    def archive(self) -> Path:
        return FOLDER / f"{self.release}.zip"

    def manifest(self) -> Manifest:
        with ZipFile(self.archive) as archive:
            return read_manifest(archive)


def read(path: Path) -> Kept:
    told = json.loads(path.read_text())
    shown = [(person, url, texts) for person, url, texts in told["shown"]]
    return Kept(
        path.stem, datetime.fromisoformat(told["made_at"]), told["sessions"], told["arguments"], shown
    )


ALL = sorted(map(read, FOLDER.glob("*.json")), key=lambda kept: numbers(kept.release))
