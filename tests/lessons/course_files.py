"""A small course as files, to be loaded whole or with a mistake in it."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
chapters:
  - title: Why temporary
    summary: What is wrong with keys that live forever.
"""

LESSON = """\
---
title: Assuming a role
chapter: Why temporary
summary: A role lends its permissions.
objectives: [Say what comes back]
command: aws sts assume-role
snapshot: [It lends, It ends]
transcript: Alice asks.
sources:
  - {title: IAM User Guide, url: "https://docs.aws.amazon.com/IAM/"}
---

## Why

Because keys leak.
"""

TRACE = """\
lifetime_seconds: 3600
stops: When access is denied.
actors:
  - {key: alice, kind: caller, name: alice}
  - {key: sts, kind: sts, name: AWS STS}
flow:
  - {key: call, label: calls AssumeRole, from: alice, to: sts}
  - {key: issue, label: returns credentials, from: sts, to: alice, carries_credentials: true}
start: {Credentials: none}
steps:
  - node: call
    action: alice asks
    input: role ARN
    output: call sent
    result: accepted
    caption: Alice asks.
    why: She may.
  - node: issue
    action: STS answers
    input: valid role
    output: three values
    result: issued
    outcome: ok
    caption: STS answers.
    why: The role trusts her.
    seconds_left: 3600
    session: demo/session1
    tracker: {Credentials: issued}
moments:
  - question: What comes back?
    answer: Three values.
    step: 2
"""


def write_course(folder: Path) -> Path:
    """The course in ``folder``, with one lesson of two steps."""
    lesson = folder / "01-assuming"
    lesson.mkdir()
    (folder / "course.yaml").write_text(COURSE)
    (lesson / "lesson.md").write_text(LESSON)
    (lesson / "trace.yaml").write_text(TRACE)
    return folder


def replace(file: Path, old: str, new: str) -> None:
    """Change the file's text, once."""
    text = file.read_text()
    assert text.count(old) >= 1, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1))
