"""Loading the course: repeatable, all or nothing, and never over an instructor's work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.loading import ContentError, CourseError, Document, load_course, register_part
from lessons.loading.registry import parts
from lessons.models import Actor, Chapter, FlowNode, KeyMoment, Lesson, Step, StepSeen, TrackerValue
from lessons.reading.progress import see_step
from tests.lessons.course_files import replace, write_course
from tests.steps import step_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Path]:
    with patch.dict(parts, clear=True):
        yield write_course(tmp_path)


@pytest.fixture
def files(course: Path) -> Path:
    """The folder of the one lesson."""
    return course / "01-assuming"


def the_lesson() -> Lesson:
    return Lesson.objects.get(slug="assuming")


def outcomes(course: Path, *, overwrite: bool = False) -> list[str]:
    return [str(loaded.outcome) for loaded in load_course(course, overwrite=overwrite)]


def everything() -> list[tuple[object, ...]]:
    models = (Actor, FlowNode, Step, TrackerValue, KeyMoment)
    return [row for model in models for row in model.objects.order_by("pk").values_list()]


def test_a_loaded_lesson_is_published_and_whole(course: Path) -> None:
    assert outcomes(course) == ["new"]
    lesson = the_lesson()
    assert (lesson.title, lesson.chapter.title, lesson.is_draft) == (
        "Assuming a role",
        "Why temporary",
        False,
    )
    assert lesson.article == "## Why\n\nBecause keys leak."
    assert lesson.snapshot_lines == ["It lends", "It ends"]
    assert [source.url for source in lesson.source_list] == ["https://docs.aws.amazon.com/IAM/"]
    trace = trace_of(lesson)
    assert [step.action for step in trace.steps] == ["alice asks", "STS answers"]
    assert trace.nodes[1].carries_credentials
    assert trace.variables[0].after(2) == "issued"
    assert lesson.key_moments.get().step.action == "STS answers"


def test_loading_again_changes_nothing(course: Path) -> None:
    load_course(course)
    before = everything()
    assert outcomes(course) == ["unchanged"]
    assert outcomes(course, overwrite=True) == ["changed"]
    assert everything() == before
    assert all(row.history.count() == 1 for row in Step.objects.all())


def test_a_changed_step_keeps_its_row_and_who_saw_it(course: Path, files: Path, student: User) -> None:
    load_course(course)
    step = the_lesson().steps.all()[0]
    see_step(student, the_lesson(), step_at(the_lesson(), 1))
    replace(files / "trace.yaml", "action: alice asks", "action: alice knocks")
    assert outcomes(course) == ["changed"]
    step.refresh_from_db()
    assert step.action == "alice knocks"
    assert StepSeen.objects.filter(user=student).count() == 1


def test_what_is_gone_from_the_files_is_deleted(course: Path, files: Path) -> None:
    load_course(course)
    text = (files / "trace.yaml").read_text()
    kept = text[: text.index("  - node: issue")] + "moments: []\n"
    (files / "trace.yaml").write_text(kept)
    load_course(course)
    assert [step.action for step in the_lesson().steps.all()] == ["alice asks"]
    assert not KeyMoment.objects.exists()
    assert TrackerValue.objects.get().step is None


def test_an_instructors_edit_is_kept_unless_told_otherwise(course: Path, files: Path) -> None:
    load_course(course)
    Lesson.objects.update(title="The instructor's title", edited_at=timezone.now())
    replace(files / "lesson.md", "title: Assuming a role", "title: Another title")
    assert outcomes(course) == ["kept as it was edited in admin"]
    assert the_lesson().title == "The instructor's title"
    assert outcomes(course, overwrite=True) == ["changed"]
    assert the_lesson().title == "Another title"
    assert the_lesson().edited_at is None


def test_an_unpublished_lesson_stays_so(course: Path, files: Path) -> None:
    load_course(course)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    replace(files / "lesson.md", "Because keys leak.", "Because keys leak, often.")
    load_course(course)
    assert the_lesson().is_draft


def test_an_edited_chapter_is_kept(course: Path) -> None:
    load_course(course)
    Chapter.objects.update(summary="The instructor's", edited_at=timezone.now())
    load_course(course)
    assert Chapter.objects.get().summary == "The instructor's"


def test_one_mistake_keeps_everything_out(course: Path, files: Path) -> None:
    good = course / "02-good"
    good.mkdir()
    for name in ("lesson.md", "trace.yaml"):
        (good / name).write_text((files / name).read_text())
    replace(files / "trace.yaml", "step: 2", "step: 9")
    with pytest.raises(CourseError):
        load_course(course)
    assert not Lesson.objects.exists()
    assert not Chapter.objects.exists()


def test_every_file_with_a_mistake_is_reported(course: Path, files: Path) -> None:
    replace(files / "lesson.md", "chapter: Why temporary", "chapter: Nowhere")
    replace(files / "trace.yaml", "kind: caller", "kind: waiter")
    replace(files / "trace.yaml", "kind: sts", "kind: cook")
    with pytest.raises(CourseError) as found:
        load_course(course)
    places = [(mistake.file.name, mistake.line) for mistake in found.value.mistakes]
    assert places == [("lesson.md", 3), ("trace.yaml", 4), ("trace.yaml", 5)]


# file, what stands there, what somebody wrote instead, the line that is reported, and words of the message
MISTAKES = [
    ("course.yaml", "chapters:", "chaptres:", 1, "did you mean “chapters”?"),
    ("course.yaml", "title: Why temporary", "title: [a]", 2, "must be text"),
    ("lesson.md", "---\ntitle", "title", 1, "must begin with a line"),
    ("lesson.md", "title: Assuming a role\n", "", 2, "“title” is missing"),
    ("lesson.md", "title: Assuming a role", f"title: {'x' * 121}", 2, "at most 120 characters"),
    ("lesson.md", "title: Assuming a role", "title: 2026-01-01", 2, "must be text"),
    ("lesson.md", "chapter: Why temporary", "chapter: Nowhere", 3, "no chapter “Nowhere”"),
    ("lesson.md", "summary:", "sumary:", 4, "did you mean “summary”?"),
    ("lesson.md", "summary:", "title: Twice\nsummary:", 4, "stands here twice"),
    ("lesson.md", "objectives: [Say what comes back]", "objectives: Say", 5, "must be a list"),
    ("lesson.md", "https://docs", "http://docs", 10, "begins with https://"),
    ("lesson.md", "## Why", "# Why", 13, "Headings begin with ##"),
    ("lesson.md", "Because keys leak.", "<b>Because</b> keys leak.", 15, "Raw HTML"),
    ("lesson.md", "## Why\n\nBecause keys leak.", "", 12, "The article is missing"),
    ("trace.yaml", "lifetime_seconds: 3600", "lifetime_seconds: soon", 1, "whole number"),
    ("trace.yaml", "lifetime_seconds: 3600", "lifetime_seconds: 0", 1, "greater than or equal to 1"),
    ("trace.yaml", "lifetime_seconds: 3600", f"lifetime_seconds: {10**30}", 1, "less than or equal to"),
    ("trace.yaml", "kind: caller", "kind: waiter", 4, "'waiter' is not a valid choice"),
    ("trace.yaml", "key: sts, kind", "key: alice, kind", 5, "“alice” is taken"),
    ("trace.yaml", "from: alice, to: sts}", "from: bob, to: sts}", 7, "no actor “bob”; there are alice, sts"),
    ("trace.yaml", "carries_credentials: true", "carries_credentials: maybe", 8, "true or false"),
    ("trace.yaml", "start: {Credentials: none}", "start: {Credentials: 0}", 9, "put 0 in quotes"),
    ("trace.yaml", "start: {Credentials: none}", "start: {A: b, A: c}", 9, "stands here twice"),
    ("trace.yaml", "- node: call", "- node: cal", 11, "no line of the flow “cal”"),
    ("trace.yaml", "input: role ARN", "inptu: role ARN", 13, "did you mean “input”?"),
    ("trace.yaml", "outcome: ok", "outcome: fine", 23, "'fine' is not a valid choice"),
    ("trace.yaml", "seconds_left: 3600", "seconds_left: 3601", 26, "3601 cannot be left"),
    ("trace.yaml", "seconds_left: 3600", "seconds_left: -1", 26, "whole number"),
    ("trace.yaml", "tracker: {", "tracker: [", 28, "not YAML"),
    ("trace.yaml", "step: 2", "step: 3", 32, "no step 3; there are"),
    ("trace.yaml", "step: 2", "step: 0", 32, "no step 0"),
    ("trace.yaml", "lifetime_seconds", "\tlifetime_seconds", 1, "not YAML"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_with_file_and_line(
    course: Path, files: Path, mistake: tuple[str, str, str, int, str]
) -> None:
    name, old, new, line, words = mistake
    file = course / name if name == "course.yaml" else files / name
    replace(file, old, new)
    with pytest.raises(CourseError) as found:
        load_course(course)
    first = found.value.mistakes[0]
    assert (first.file, first.line) == (file, line), str(first)
    assert words in first.message
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("name", ["course.yaml", "01-assuming/lesson.md", "01-assuming/trace.yaml"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"- a\n- b\n", b"just words"])
def test_a_file_that_is_missing_or_something_else_is_reported(
    course: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (course / name).unlink()
    else:
        (course / name).write_bytes(content)
    with pytest.raises(CourseError) as found:
        load_course(course)
    assert found.value.mistakes[0].file == course / name


def test_a_file_that_nobody_reads_is_refused(course: Path, files: Path) -> None:
    (files / "quizz.yaml").write_text("a: b\n")
    with pytest.raises(CourseError, match=r"quizz\.yaml:1: Nobody reads this file"):
        load_course(course)


def test_a_badly_named_folder_is_refused(course: Path, files: Path) -> None:
    files.rename(course / "Assuming a role")
    with pytest.raises(CourseError, match="named like 02-assuming-a-role"):
        load_course(course)


def test_a_chapter_reads_its_own_file(course: Path, files: Path) -> None:
    read: list[tuple[str, str]] = []
    register_part("note.yaml", lambda lesson, document: read.append((lesson.slug, document.root.text("a"))))
    (files / "note.yaml").write_text("a: b\n")
    load_course(course)
    assert read == [("assuming", "b")]


def test_a_mistake_in_a_chapters_own_file_keeps_everything_out(course: Path, files: Path) -> None:
    def refuse(lesson: Lesson, document: Document) -> None:
        raise document.error(document.root.need("a"), "No.")

    register_part("note.yaml", refuse)
    (files / "note.yaml").write_text("# first\na: b\n")
    with pytest.raises(CourseError) as found:
        load_course(course)
    assert [type(mistake) for mistake in found.value.mistakes] == [ContentError]
    assert found.value.mistakes[0].line == 2
    assert not Lesson.objects.exists()


# -- folders and chapters --------------------------------------------------------------------------


def another(course: Path, name: str, files: Path) -> Path:
    """A second lesson, like the first but for its title."""
    folder = course / name
    folder.mkdir()
    for file in ("lesson.md", "trace.yaml"):
        (folder / file).write_text((files / file).read_text())
    replace(folder / "lesson.md", "title: Assuming a role", "title: Another")
    return folder


def order() -> list[str]:
    return list(Lesson.objects.in_course_order().values_list("slug", flat=True))


def test_lessons_stand_in_the_order_of_their_folders_also_when_these_are_renumbered(
    course: Path, files: Path
) -> None:
    other = another(course, "02-other", files)
    load_course(course)
    assert order() == ["assuming", "other"]
    files.rename(course / "03-assuming")
    assert outcomes(course) == ["unchanged", "changed"]
    assert order() == ["other", "assuming"]
    other.rename(course / "04-other")
    load_course(course)
    assert order() == ["assuming", "other"]


def test_a_second_folder_with_a_slug_is_refused_with_file_and_line(course: Path, files: Path) -> None:
    second = another(course, "02-assuming", files)
    with pytest.raises(CourseError) as found:
        load_course(course)
    (mistake,) = found.value.mistakes
    assert (mistake.file, mistake.line) == (second / "lesson.md", 1)
    assert "The folder 01-assuming has the slug “assuming”" in mistake.message
    assert not Lesson.objects.exists()


def test_a_lesson_whose_folder_is_gone_is_named_and_stays(course: Path, files: Path) -> None:
    other = another(course, "02-other", files)
    load_course(course)
    shutil.rmtree(other)
    assert [(one.slug, str(one.outcome)) for one in load_course(course)] == [
        ("assuming", "unchanged"),
        ("other", "its folder is gone; the lesson stays, to be unpublished or deleted in admin"),
    ]
    assert not Lesson.objects.get(slug="other").is_draft
    assert "other: its folder is gone" in run(course)


def test_a_lesson_made_in_admin_needs_no_folder(course: Path) -> None:
    load_course(course)
    chapter = Chapter.objects.get()
    Lesson.objects.create(chapter=chapter, slug="own", title="Own", summary="-", article="-")
    assert [one.slug for one in load_course(course)] == ["assuming"]


def test_a_lesson_whose_address_was_changed_in_admin_does_not_come_back_twice(course: Path) -> None:
    load_course(course)
    Lesson.objects.update(slug="borrowing", edited_at=timezone.now())
    assert outcomes(course) == ["kept as it was edited in admin"]
    assert outcomes(course, overwrite=True) == ["changed"]
    assert Lesson.objects.get().slug == "borrowing"


def test_a_chapter_renamed_in_admin_does_not_come_back_twice(course: Path, files: Path) -> None:
    load_course(course)
    Chapter.objects.update(title="Why", edited_at=timezone.now())
    replace(files / "lesson.md", "Because keys leak.", "Because keys leak, often.")
    load_course(course)
    assert Chapter.objects.get().title == "Why"
    assert the_lesson().chapter.title == "Why"
    load_course(course, overwrite=True)
    assert Chapter.objects.get().title == "Why temporary"


def test_a_chapter_renamed_in_the_file_stays_the_same_by_its_key(course: Path, files: Path) -> None:
    load_course(course)
    chapter = Chapter.objects.get()
    replace(course / "course.yaml", "- title: Why temporary", "- key: why-temporary\n    title: Why")
    replace(files / "lesson.md", "chapter: Why temporary", "chapter: Why")
    load_course(course)
    assert Chapter.objects.get() == chapter
    assert Chapter.objects.get().title == "Why"


def test_a_lesson_may_name_its_chapter_by_the_key(course: Path, files: Path) -> None:
    replace(files / "lesson.md", "chapter: Why temporary", "chapter: why-temporary")
    load_course(course)
    assert the_lesson().chapter.title == "Why temporary"


def test_a_title_that_another_chapter_has_by_now_is_refused_with_its_line(course: Path) -> None:
    load_course(course)
    Chapter.objects.create(title="Who may")
    replace(course / "course.yaml", "- title: Why temporary", "- key: why-temporary\n    title: Who may")
    with pytest.raises(CourseError, match=r"course\.yaml:3: Another chapter is called “Who may” by now"):
        load_course(course)


@pytest.mark.parametrize("key", ["Why", "why_temporary"])
def test_what_is_no_key_of_a_chapter_is_refused(course: Path, key: str) -> None:
    replace(course / "course.yaml", "- title: Why temporary", f"- key: {key}\n    title: Why temporary")
    with pytest.raises(CourseError, match=r"course\.yaml:2: key: A key is lowercase letters"):
        load_course(course)


# -- the command -----------------------------------------------------------------------------------


def run(course: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("load_course", str(course), *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did(course: Path) -> None:
    assert run(course) == "assuming: new\n"
    assert run(course) == "assuming: unchanged\nNo change.\n"
    assert run(course, "--overwrite") == "assuming: changed\n"


def test_the_command_fails_with_file_and_line(course: Path, files: Path) -> None:
    replace(files / "trace.yaml", "step: 2", "step: 9")
    with pytest.raises(CommandError, match=r"trace\.yaml:32: There is no step 9.*\nNothing was loaded"):
        run(course)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        run(tmp_path / "nowhere")
