"""The static files as they are served: a sheet that imports its neighbours is one request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

__all__ = ["OneRequestStorage"]

Paths = dict[str, tuple[Storage, str]]  # by its name, where collectstatic found a file
SHEETS = "css/"  # our own; those of other packages stay as they are
IMPORT, END = '@import url("', '");\n'  # what names a layer or a medium as well stays an import


class OneRequestStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which puts the neighbours that a sheet imports into it first."""

    def post_process(self, paths: Paths, **options: Any) -> Iterator[tuple[str, str, bool]]:
        """Hash and compress what collectstatic found: each name, that it is served by, whether it changed."""
        memory = InMemoryStorage()
        sheets = {
            name: (memory, memory.save(name, ContentFile(whole_sheet(name, paths))))
            for name in paths
            if name.startswith(SHEETS)
        }
        yield from super().post_process(paths | sheets, **options)


def whole_sheet(name: str, paths: Paths) -> str:
    """The text of a sheet, with each sheet of the same folder that it imports in place of the import."""
    storage, path = paths[name]
    with storage.open(path) as file:
        lines = file.read().decode().splitlines(keepends=True)
    return "".join(whole_line(line, name, paths) for line in lines)


def whole_line(line: str, name: str, paths: Paths) -> str:
    """A line of a sheet, or the sheet that it imports, whose own addresses hold in this folder alone."""
    imported = line.removeprefix(IMPORT).removesuffix(END)
    if line != IMPORT + imported + END or "/" in imported:
        return line
    return whole_sheet(name.rpartition("/")[0] + "/" + imported, paths)
