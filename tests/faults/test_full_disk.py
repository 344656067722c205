"""A disk without room: reading goes on, and nothing is said to be stored that is not."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from subprocess import run

from botocore.exceptions import ClientError

from tests.browser.served import ROOT, new_server
from tests.faults.conftest import Prepared
from tests.faults.load import KEYS, Acknowledged, lost
from tests.faults.parts import needs, small_file_system

pytestmark = needs("mount")

PIECE = b"x" * 4096


def fill(folder: Path) -> Path:
    """A file that takes all the room that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(PIECE)
    assert shutil.disk_usage(folder).free == 0
    return ballast


def test_what_is_there_is_read_and_nothing_else_is_promised(prepared: Prepared, tmp_path: Path) -> None:
    with small_file_system(tmp_path / "small", 64) as folder:
        own = prepared.copy(folder)
        maya, reader, done = own.maya, own.reader, Acknowledged()
        own.site.start()
        try:
            done.credentials.append(maya.assume())
            ballast = fill(folder)
            told = write_until_full(own, done)
            assert told == {"answer": 503, "object": 503}
            assert reader.ask("GET", "/")[0] == 200
            assert reader.ask("GET", "/lessons/assuming-a-role/read/")[0] == 200
            assert json.loads(reader.ask("GET", "/readyz")[1])["database"] == "cannot be written"
            ballast.unlink()
            assert maya.assume().access_key_id
            assert lost(done, maya, reader) == []
        finally:
            own.site.kill()


def write_until_full(own: Prepared, done: Acknowledged) -> dict[str, int]:
    """Write until no more is taken, for the database's log may have room of its own; what is told."""
    s3, told = own.maya.boto3("s3", "carol"), {}
    for number in count():
        try:
            s3.put_object(Bucket=own.maya.bucket, Key=f"key-{number % KEYS}", Body=b"%4096d" % number)
        except ClientError as refused:
            told["object"] = refused.response["ResponseMetadata"]["HTTPStatusCode"]
            break
        done.objects.append(number)
    for attempt, number in own.reader.asked:
        status, page = own.reader.ask("POST", f"/quiz/{attempt}/{number}/", choice="0")
        if status != 302:
            told["answer"] = status
            assert "could not be stored just now" in page
            assert 'name="choice" value="0"' in page
            break
        done.answers.append((attempt, number))
    return told


def test_preparing_says_in_a_sentence_that_the_disk_is_full(tmp_path: Path) -> None:
    with small_file_system(tmp_path / "small", 1) as folder:
        command = [sys.executable, "manage.py", "prepare"]
        env = new_server(folder).environment
        tried = run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert tried.returncode == 1
    assert tried.stderr == (
        "CommandError: The disk is full: nothing more can be stored. Free some room, then run this again.\n"
    )
