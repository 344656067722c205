"""Every save keeps the whole lesson, and going back brings back the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.authoring.differences import differences
from lessons.authoring.drafts import draft_lesson
from lessons.authoring.version_history import CannotRevertError, entries, revert
from lessons.lesson_trace import trace_of
from lessons.loading import load_course
from lessons.loading.kept_versions import FOUND, keep_version
from lessons.models import Lesson, LessonVersion
from lessons.quizzes.choices import Option
from lessons.quizzes.models import Choice, Question
from lessons.reading.progress import see_step
from lessons.sandbox.models import Lab, LabProgress, Scenario
from tests.lessons.admin_page import address, filled_form
from tests.lessons.course_files import replace, write_course
from tests.steps import step_at

pytestmark = pytest.mark.django_db
Browser = Callable[[User | None], Client]
LEFT_OUT = {"id", "position", "updated_at", "edited_at"}


@pytest.fixture
def teacher(client_of: Browser, instructor: User) -> Client:
    return client_of(instructor)


@pytest.fixture
def whole(lesson: Lesson) -> Lesson:
    """The lesson with a question and a lab."""
    question = Question.objects.create(
        lesson=lesson, position=1, prompt="Who?", hint="Row 2.", step=lesson.steps.all()[1], explanation="So."
    )
    question.set_options([Option("alice"), Option("STS", is_right=True)])
    document: dict[str, Any] = {"accounts": {"training": {"users": {"alice": {}}}}}
    scenario = Scenario.objects.create(slug="demo", title="Demo", document=document)
    goals = [{"key": "asked", "text": "Ask", "seen": [{"call": "sts:AssumeRole"}], "hints": ["a", "b", "c"]}]
    Lab.objects.create(lesson=lesson, scenario=scenario, title="Try", intro="Do it.", goals=goals)
    keep_version(lesson, FOUND)
    return lesson


def parts_of(lesson: Lesson) -> dict[str, list[dict[str, Any]]]:
    """All that the lesson is: its own fields and the rows of its parts in their order, whatever their ids."""
    lesson = Lesson.objects.get(pk=lesson.pk)
    parts = [lesson.actors, lesson.nodes, lesson.steps, lesson.tracker_values, lesson.key_moments]
    rows = [lesson, *chain(*(part.all() for part in parts)), *Question.objects.of(lesson)]
    rows += [*Choice.objects.filter(question__lesson=lesson), *Lab.objects.filter(lesson=lesson)]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        values = {
            field.name: str(getattr(row, field.name)) if field.is_relation else getattr(row, field.name)
            for field in row._meta.concrete_fields
            if field.name not in LEFT_OUT
        }
        found.setdefault(type(row).__name__, []).append(values)
    return found


def save(client: Client, lesson: Lesson, **changes: Any) -> None:
    data = filled_form(client, lesson) | {name.replace("__", "-"): value for name, value in changes.items()}
    assert client.post(address(lesson), data).status_code == 302


def go_back(client: Client, version: LessonVersion) -> str:
    url = f"/admin/lessons/lesson/{version.lesson_id}/versions/{version.pk}/"
    return client.post(url, follow=True).content.decode()


# -- what is kept ----------------------------------------------------------------------------------


def test_every_save_in_admin_keeps_the_lesson_before_and_after(
    teacher: Client, lesson: Lesson, instructor: User
) -> None:
    save(teacher, lesson, steps__0__action="alice knocks")
    saved, found = lesson.versions.all()
    assert (found.reason, found.made_by) == (FOUND, None)
    assert (saved.reason, saved.made_by) == ("Saved in admin", instructor)
    assert "alice knocks" in saved.files["trace.yaml"]
    assert "alice knocks" not in found.files["trace.yaml"]


def test_a_save_that_changes_nothing_keeps_no_second_version(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson)
    save(teacher, lesson)
    assert lesson.versions.count() == 1


def test_publishing_and_unpublishing_keep_a_version(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, _unpublish="x")
    form = {"action": "publish_lessons", "_selected_action": [lesson.pk]}
    teacher.post("/admin/lessons/lesson/", form)
    told = list(lesson.versions.values_list("reason", "status"))
    assert told == [("Published", "published"), ("Unpublished", "draft"), (FOUND, "published")]


def test_loading_the_course_keeps_a_version_where_something_changed(tmp_path: Path) -> None:
    files = write_course(tmp_path) / "01-assuming"
    load_course(tmp_path)
    load_course(tmp_path)
    replace(files / "trace.yaml", "action: alice asks", "action: alice knocks")
    load_course(tmp_path)
    new, old = Lesson.objects.get(slug="assuming").versions.all()
    (change,) = differences(old.files, new.files)
    assert (change.name, change.added, change.removed) == ("trace.yaml", 1, 1)


def test_what_was_changed_where_no_version_is_kept_is_kept_before_the_next_save(
    teacher: Client, lesson: Lesson
) -> None:
    save(teacher, lesson, title="First")
    Lesson.objects.filter(pk=lesson.pk).update(title="By a node of the release before")
    save(teacher, lesson, title="Third")
    titles = [version.files["lesson.md"].split("\n")[1] for version in lesson.versions.all()]
    assert titles == [
        "title: Third",
        "title: By a node of the release before",
        "title: First",
        "title: Assuming a role",
    ]


def test_a_draft_made_of_a_run_has_its_first_version(lesson: Lesson, instructor: User) -> None:
    draft = draft_lesson(trace_of(lesson), lesson.chapter, "Made from a run", instructor)
    version = draft.versions.get()
    assert (version.reason, version.made_by, version.status) == ("Made from a run", instructor, "draft")
    assert revert(version, instructor).versions.count() == 1


# -- going back ------------------------------------------------------------------------------------


def test_going_back_brings_back_the_whole_lesson(teacher: Client, whole: Lesson) -> None:
    before = parts_of(whole)
    whole.key_moments.all().delete()
    whole.questions.get().delete()
    whole.lab.delete()
    whole.tracker_values.all().delete()
    whole.steps.get(position=4).delete()
    whole.steps.filter(position=1).update(position=9, action="something else")
    whole.nodes.filter(position=2).update(label="something else")
    whole.actors.filter(position=3).update(name="something else")
    Lesson.objects.filter(pk=whole.pk).update(title="Worse", article="Worse", lifetime_seconds=900)
    page = go_back(teacher, whole.versions.last())
    assert "Nothing was changed" not in page
    assert "is as it was in the version of" in page
    assert parts_of(whole) == before


def test_going_back_takes_away_what_came_since(teacher: Client, lesson: Lesson) -> None:
    keep_version(lesson, FOUND)
    before = parts_of(lesson)
    step = lesson.steps.all()[0]
    step.pk, step.key, step.position = None, "", 6
    step.save()
    Question.objects.create(lesson=lesson, prompt="?", hint="-", step=step, explanation="-").set_options(
        [Option("a", is_right=True), Option("b")]
    )
    go_back(teacher, lesson.versions.last())
    assert parts_of(lesson) == before


@pytest.mark.parametrize("status", ["draft", "published"])
@pytest.mark.parametrize("then", ["draft", "published"])
def test_going_back_never_changes_whether_students_see_the_lesson(
    teacher: Client, client: Client, lesson: Lesson, then: str, status: str
) -> None:
    Lesson.objects.update(status=then)
    keep_version(lesson, FOUND)
    Lesson.objects.update(status=status, title="Worse")
    go_back(teacher, lesson.versions.last())
    stored = Lesson.objects.get()
    assert (stored.status, stored.title) == (status, "Assuming a role")
    assert client.get("/lessons/assume/read/").status_code == (200 if status == "published" else 404)


def test_what_readers_did_is_there_again_with_a_step_that_comes_back(
    teacher: Client, lesson: Lesson, student: User
) -> None:
    keep_version(lesson, FOUND)
    see_step(student, lesson, step_at(lesson, 2))
    lesson.key_moments.all().delete()
    lesson.steps.get(position=2).delete()
    assert not student.steps_seen.of_steps_there().exists()
    go_back(teacher, lesson.versions.last())
    assert student.steps_seen.of_steps_there().get().step_key == step_at(lesson, 2).key


def test_what_the_lesson_was_before_going_back_can_be_gone_back_to(
    teacher: Client, lesson: Lesson, instructor: User
) -> None:
    keep_version(lesson, FOUND)
    save(teacher, lesson, title="Better")
    better, first = lesson.versions.all()
    go_back(teacher, first)
    assert lesson.versions.first().reason == f"Went back to the {first}"
    go_back(teacher, better)
    assert Lesson.objects.get().title == "Better"


def test_a_lesson_gone_back_to_is_kept_by_the_next_loading_of_the_course(
    teacher: Client, tmp_path: Path
) -> None:
    files = write_course(tmp_path) / "01-assuming"
    load_course(tmp_path)
    first = LessonVersion.objects.get()
    replace(files / "lesson.md", "title: Assuming a role", "title: Another")
    load_course(tmp_path)
    go_back(teacher, first)
    assert [str(loaded.outcome) for loaded in load_course(tmp_path)] == ["kept as it was edited in admin"]
    assert Lesson.objects.get().title == "Assuming a role"


def test_a_lab_that_somebody_has_begun_is_not_taken_away(
    lesson: Lesson, whole: Lesson, student: User
) -> None:
    version = whole.versions.get()
    del version.files["lab.yaml"]
    version.save()
    LabProgress.objects.create(user=student, lab=whole.lab, reached=["asked"])
    revert(version, student)
    assert LabProgress.objects.get().reached == ["asked"]


def test_students_are_not_left_with_a_lesson_without_steps(teacher: Client, lesson: Lesson) -> None:
    bare = Lesson.objects.create(chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-")
    keep_version(bare, FOUND)
    Lesson.objects.filter(pk=bare.pk).update(status="published", title="Now")
    page = go_back(teacher, bare.versions.get())
    assert "Nothing was changed. This version has no steps" in page
    assert Lesson.objects.get(slug="bare").title == "Now"


def test_a_version_whose_scenario_is_gone_is_refused_and_nothing_is_changed(
    whole: Lesson, instructor: User
) -> None:
    version = whole.versions.get()
    whole.lab.delete()
    Scenario.objects.all().delete()
    Lesson.objects.update(title="Now")
    with pytest.raises(CannotRevertError, match="There is no scenario “demo” any more"):
        revert(version, instructor)
    assert Lesson.objects.get().title == "Now"


# -- what is shown ---------------------------------------------------------------------------------


def test_the_history_shows_what_each_version_changed(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, steps__0__action="alice knocks")
    page = teacher.get(f"/admin/lessons/lesson/{lesson.pk}/history/").content.decode()
    assert "Saved in admin by teacher" in page
    assert "trace.yaml: 1 line added, 1 removed" in page
    assert "+ " in page
    assert "action: alice knocks" in page
    assert "The first version that was kept." in page


def test_the_page_of_a_version_says_what_going_back_would_change(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, title="Worse")
    first = lesson.versions.last()
    page = teacher.get(f"/admin/lessons/lesson/{lesson.pk}/versions/{first.pk}/").content.decode()
    assert "title: Assuming a role" in page
    assert "students see it as soon as you go back" in page
    latest = lesson.versions.first()
    page = teacher.get(f"/admin/lessons/lesson/{lesson.pk}/versions/{latest.pk}/").content.decode()
    assert "The lesson says the same now." in page


def test_versions_come_in_pages_and_each_is_compared_with_the_one_before(
    teacher: Client, lesson: Lesson, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        LessonVersion.objects.create(
            lesson=lesson, reason=f"save {number}", status="draft", files={"lesson.md": f"{number}\n"}
        )
    url = f"/admin/lessons/lesson/{lesson.pk}/history/"
    with django_assert_max_num_queries(25):
        page = teacher.get(url).content.decode()
    assert ("save 24" in page, "save 5" in page, "save 4" in page) == (True, True, False)
    assert page.count("1 line added, 1 removed") == 20
    assert "The first version that was kept." in teacher.get(f"{url}?page=2").content.decode()


def test_the_first_of_all_has_nothing_before_it(lesson: Lesson) -> None:
    keep_version(lesson, FOUND)
    (entry,) = entries([*lesson.versions.all()], None)
    assert entry.is_first
    assert entry.changes == ()


def test_a_version_of_another_lesson_is_not_found(teacher: Client, lesson: Lesson) -> None:
    other = Lesson.objects.create(chapter=lesson.chapter, slug="o", title="O", summary="-", article="-")
    keep_version(other, FOUND)
    url = f"/admin/lessons/lesson/{lesson.pk}/versions/{other.versions.get().pk}/"
    assert (teacher.get(url).status_code, teacher.post(url).status_code) == (404, 404)


@pytest.mark.parametrize("person", ["student", "clerk"])
def test_nobody_else_sees_a_version_or_goes_back(client_of: Browser, lesson: Lesson, person: str) -> None:
    user = User.objects.create_user(person, password="a-good-password", is_staff=person == "clerk")
    keep_version(lesson, FOUND)
    Lesson.objects.update(title="Now")
    url = f"/admin/lessons/lesson/{lesson.pk}/versions/{lesson.versions.get().pk}/"
    client = client_of(user)
    assert {client.get(url).status_code, client.post(url).status_code} <= {302, 403}
    assert Lesson.objects.get().title == "Now"


def test_a_lesson_goes_with_its_versions(client_of: Browser, superuser: User, lesson: Lesson) -> None:
    keep_version(lesson, FOUND)
    client_of(superuser).post(f"/admin/lessons/lesson/{lesson.pk}/delete/", {"post": "yes"})
    assert not LessonVersion.objects.exists()


def test_a_question_that_was_imported_without_evidence_goes_back_with_its_lesson(
    whole: Lesson, instructor: User
) -> None:
    """Other formats know no step and may know no explanation."""
    content = {"choices": ["this", "that"], "right": "this"}
    Question.objects.create(lesson=whole, prompt="Which?", content=content).keep_choices()
    before = parts_of(whole)
    keep_version(whole, FOUND)
    whole.questions.filter(prompt="Which?").delete()
    revert(whole.versions.first(), instructor)
    assert parts_of(whole) == before
