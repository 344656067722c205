"""Backups: one archive of everything that the site keeps, and the way back from it.

    manifest   what the archive says of itself
    archive    the file: written whole or not at all, and checked before anything is taken from it
    site       the whole site into a file and back: what is checked, and in which order
    copies     copies of the database: what they hold, how an older one is carried forward
    sqlite     the database where it is a file
    postgres   the database where it is a server's
    rows       from the one to the other

SECRET_KEY is in no archive: whoever reads a backup shall not be able to sign in with it.
"""

from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Manifest
from learnsts.backup.site import restore, save

__all__ = ["BackupError", "Manifest", "restore", "save"]
