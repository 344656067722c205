"""The file of a backup: a zip of a manifest and the members that it names.

A zip has its table of contents at the end, so one that was cut short is no zip.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import replace
from lzma import LZMAError
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Manifest

__all__ = ["publish", "read_manifest", "sync_folder", "unpack", "write"]

MANIFEST = "manifest.json"
# What reading a damaged zip raises: zipfile's errors, those of what it decompresses with, and short reads.
DAMAGED = (BadZipFile, EOFError, KeyError, LZMAError, NotImplementedError, RuntimeError, zlib.error)


def write(file: Path, manifest: Manifest, folder: Path) -> Manifest:
    """Write every file below ``folder`` and the manifest with their digests; gives that manifest."""
    members = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = replace(manifest, sha256={name: digest(path) for name, path in members.items()})
    with file.open("xb") as opened:
        with ZipFile(opened, "w", ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.to_json())
            for name, path in members.items():
                archive.write(path, name)
        opened.flush()
        os.fsync(opened.fileno())
    return manifest


def publish(written: Path, file: Path) -> None:
    """Give a file that is written whole its name. Raises BackupError where the name is taken."""
    if file.exists():
        raise BackupError(f"{file} is already there, and a backup overwrites nothing.")
    written.chmod(0o600)
    written.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder outlive a power failure."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def unpack(file: Path, folder: Path) -> Manifest:
    """Take every member into ``folder``, each compared with its digest. Raises BackupError."""
    try:
        with ZipFile(file) as archive:
            manifest = read_manifest(archive)
            for name, expected in manifest.sha256.items():
                taken = Path(archive.extract(name, folder))
                if digest(taken) != expected:
                    raise BackupError(f"{name} in {file} is not what was saved: its checksum is wrong.")
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {file}.") from error
    except DAMAGED as error:
        raise BackupError(f"{file} is damaged, cut short, or no backup of LearnSTS.") from error
    return manifest


def read_manifest(archive: ZipFile) -> Manifest:
    """The manifest of an open archive, which has to name all that is in it. Raises BackupError."""
    manifest = Manifest.from_json(archive.read(MANIFEST))
    if {*archive.namelist()} != {MANIFEST, *manifest.sha256}:
        raise BackupError("The backup does not hold what its manifest names.")
    return manifest


def digest(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
