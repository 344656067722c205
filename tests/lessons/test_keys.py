"""A step keeps its name: what readers did stays with it, in whatever order an author puts the steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client

from lessons.accounts.models import User
from lessons.keys import is_a_key, slug_of
from lessons.lesson_trace import trace_of
from lessons.loading import CourseError, load_course
from lessons.models import Chapter, Lesson, Prediction, Step, StepSeen
from lessons.prediction_questions import Sureness, ask
from lessons.reading.course_cache import read_course
from lessons.reading.merging import move_reading
from lessons.reading.progress import name_steps, see_step
from lessons.reading.progress_summary import standings
from lessons.stepping.predictions import predict, round_of
from lessons.visualizer import Verdict
from tests.lessons.admin_page import address, filled_form
from tests.lessons.course_files import replace, write_course
from tests.steps import step_at

pytestmark = pytest.mark.django_db
Browser = Callable[[User | None], Client]


def do_step(user: User, lesson: Lesson, number: int) -> str:
    """See the step of that number and predict it; its key."""
    asked = ask(trace_of(lesson), number)
    assert asked
    step = step_at(lesson, number)
    predict(user, lesson, step, Verdict(asked, asked.answer, Sureness.CERTAIN))
    return step.key


def fresh(lesson: Lesson) -> Lesson:
    return Lesson.objects.get(pk=lesson.pk)


def done(user: User, lesson: Lesson) -> list[int]:
    """The numbers of the steps that the reader has predicted, as their page shows them now."""
    made = round_of(user, fresh(lesson), trace_of(fresh(lesson)))
    return [number for number, _ in made.by_number]


def save(client: Client, lesson: Lesson, **changes: object) -> None:
    data = filled_form(client, lesson) | {name.replace("__", "-"): value for name, value in changes.items()}
    assert client.post(address(lesson), data).status_code == 302


# -- in admin --------------------------------------------------------------------------------------


def test_a_step_put_first_in_admin_takes_what_readers_did_with_it(
    client_of: Browser, instructor: User, student: User, lesson: Lesson
) -> None:
    do_step(student, lesson, 3)
    save(client_of(instructor), lesson, steps__2__position=0)
    assert done(student, lesson) == [1]
    assert standings(student, [lesson], read_course())[lesson.pk].seen_count == 1


def test_a_step_put_in_before_another_has_nothing_of_what_readers_did(
    client_of: Browser, instructor: User, student: User, lesson: Lesson
) -> None:
    do_step(student, lesson, 1)
    first = lesson.steps.all()[0]
    new = {name: getattr(first, name) for name in ("action", "input", "output", "result", "caption", "why")}
    fields = {f"steps-5-{name}": value for name, value in new.items()}
    fields |= {"steps-5-node": first.node_id, "steps-5-outcome": "neutral", "steps-5-position": 1}
    fields |= {f"steps-{n}-position": n + 2 for n in range(5)}
    fields |= {"steps-5-lesson": lesson.pk, "steps-TOTAL_FORMS": 6}
    save(client_of(instructor), lesson, **fields)
    assert [step.action for step in lesson.steps.all()][:2] == ["alice asks", "alice asks"]
    assert done(student, lesson) == [2]


def test_a_deleted_step_leaves_the_others_what_they_had(student: User, lesson: Lesson) -> None:
    for number in (2, 4):
        do_step(student, lesson, number)
    lesson.key_moments.all().delete()
    lesson.steps.get(position=2).delete()
    assert done(student, lesson) == [3]
    assert standings(student, [lesson], read_course())[lesson.pk].seen_count == 1
    assert Prediction.objects.count() == 2


def test_a_reader_can_go_on_where_another_step_had_the_number(student: User, lesson: Lesson) -> None:
    do_step(student, lesson, 1)
    lesson.steps.filter(position=5).update(position=0)
    lesson.save()
    do_step(student, fresh(lesson), 1)
    assert done(student, lesson) == [1, 2]
    assert sorted(StepSeen.objects.values_list("step_key", flat=True)) == sorted(
        step.key for step in trace_of(fresh(lesson)).steps[:2]
    )


def test_an_answer_to_a_step_that_has_moved_meanwhile_is_asked_again(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    reader = client_of(student)
    do_step(student, lesson, 1)
    shown = step_at(lesson, 2).key
    Step.objects.filter(position=2).update(position=9)
    lesson.save()
    asked = ask(trace_of(fresh(lesson)), 2)
    assert asked
    data = {"chosen": asked.answer, "sureness": "certain", "step": shown}
    page = reader.post("/lessons/assume/predict/2/", data)
    assert page.status_code == 422
    assert "the question has changed since you opened it" in page.content.decode()
    assert Prediction.objects.count() == 1


def test_a_key_cannot_be_changed_in_admin(client_of: Browser, instructor: User, lesson: Lesson) -> None:
    keys = list(lesson.steps.values_list("key", flat=True))
    client = client_of(instructor)
    assert keys[0] in client.get(address(lesson)).content.decode()
    save(client, lesson, steps__0__key="another", steps__0__action="alice knocks")
    assert list(lesson.steps.values_list("key", flat=True)) == keys


def test_a_guest_and_an_account_that_met_the_steps_in_other_orders_become_one(
    guest: User, student: User, lesson: Lesson
) -> None:
    first = do_step(student, lesson, 1)
    lesson.steps.filter(position=5).update(position=0)
    lesson.save()
    second = do_step(guest, fresh(lesson), 1)
    move_reading(User, guest=guest, user=student)
    assert done(student, lesson) == [1, 2]
    assert {row.step_key for row in student.steps_seen.all()} == {first, second}


# -- in the files ----------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The folder of the one lesson, whose steps have keys."""
    folder = write_course(tmp_path) / "01-assuming"
    for node, key in (("call", "ask"), ("issue", "answer")):
        replace(folder / "trace.yaml", f"  - node: {node}\n", f"  - key: {key}\n    node: {node}\n")
    replace(folder / "trace.yaml", "step: 2", "step: answer")
    load_course(tmp_path)
    return folder


def the_lesson() -> Lesson:
    return Lesson.objects.get(slug="assuming")


def turn_round(files: Path) -> None:
    """Put the second step first."""
    text = (files / "trace.yaml").read_text()
    steps, moments = text.index("  - key: ask"), text.index("moments:")
    second = text.index("  - key: answer")
    turned = text[:steps] + text[second:moments] + text[steps:second] + text[moments:]
    (files / "trace.yaml").write_text(turned)


def test_steps_put_in_another_order_in_the_file_take_what_readers_did_with_them(
    files: Path, student: User
) -> None:
    assert do_step(student, the_lesson(), 2) == "answer"
    turn_round(files)
    load_course(files.parent)
    assert [step.key for step in trace_of(the_lesson()).steps] == ["answer", "ask"]
    assert done(student, the_lesson()) == [1]
    assert the_lesson().key_moments.get().step.key == "answer"


def test_a_step_put_into_the_file_is_new(files: Path, student: User) -> None:
    do_step(student, the_lesson(), 1)
    replace(files / "trace.yaml", "key: ask", "key: knock")
    load_course(files.parent)
    assert done(student, the_lesson()) == []
    assert Prediction.objects.get().step_key == "ask"


@pytest.mark.parametrize("change", ["insert", "reword", "reorder"])
def test_steps_without_keys_are_found_by_their_action_then_by_their_place(
    tmp_path: Path, student: User, change: str
) -> None:
    trace = write_course(tmp_path) / "01-assuming" / "trace.yaml"
    load_course(tmp_path)
    key = do_step(student, the_lesson(), 2)
    if change == "insert":
        first = trace.read_text()
        step = first[first.index("  - node: call\n    action") : first.index("  - node: issue\n    action")]
        replace(trace, "steps:\n", "steps:\n" + step.replace("alice asks", "alice thinks"))
        replace(trace, "step: 2", "step: 3")
    elif change == "reword":
        replace(trace, "action: STS answers", "action: STS decides")
    else:
        replace(trace, "action: alice asks", "action: swap")
        replace(trace, "action: STS answers", "action: alice asks")
        replace(trace, "action: swap", "action: STS answers")
    load_course(tmp_path)
    (now,) = done(student, the_lesson())
    assert now == {"insert": 3, "reword": 2, "reorder": 1}[change]
    assert step_at(the_lesson(), now).key == key


@pytest.mark.parametrize("key", ["Ask", "3rd", "a key", "ask_me", "k" * 61])
def test_what_is_no_key_is_refused_with_its_line(files: Path, key: str) -> None:
    replace(files / "trace.yaml", "key: ask", f"key: {key}")
    with pytest.raises(CourseError) as found:
        load_course(files.parent)
    assert (found.value.mistakes[0].file.name, found.value.mistakes[0].line) == ("trace.yaml", 11)


def test_a_key_stands_once_in_a_lesson(files: Path) -> None:
    replace(files / "trace.yaml", "key: ask", "key: answer")
    with pytest.raises(CourseError, match="The key “answer” is taken"):
        load_course(files.parent)


# -- beside nodes of 0.3.1, which know numbers alone -----------------------------------------------


def test_what_an_older_node_stores_counts_and_is_not_asked_again(student: User, lesson: Lesson) -> None:
    StepSeen.objects.create(user=student, lesson=lesson, number=2)
    Prediction.objects.create(
        user=student, lesson=lesson, number=2, asked={"prompt": "?"}, chosen="x", right=True
    )
    assert done(student, lesson) == [2]
    assert standings(student, [lesson], read_course())[lesson.pk].seen_count == 1
    see_step(student, lesson, step_at(lesson, 2))
    assert StepSeen.objects.count() == 1


def test_what_an_older_node_stored_is_named_before_the_order_changes(
    client_of: Browser, instructor: User, student: User, lesson: Lesson
) -> None:
    StepSeen.objects.create(user=student, lesson=lesson, number=3)
    Prediction.objects.create(
        user=student, lesson=lesson, number=3, asked={"prompt": "?"}, chosen="x", right=True
    )
    key = step_at(lesson, 3).key
    save(client_of(instructor), lesson, steps__2__position=0)
    assert StepSeen.objects.get().step_key == Prediction.objects.get().step_key == key
    assert done(student, lesson) == [1]


def test_a_row_that_both_nodes_stored_is_no_obstacle(student: User, lesson: Lesson) -> None:
    see_step(student, lesson, step_at(lesson, 1))
    StepSeen.objects.update(number=None)
    StepSeen.objects.create(user=student, lesson=lesson, number=1)
    name_steps(lesson)
    assert sorted(StepSeen.objects.values_list("step_key", flat=True), key=str) == sorted(
        [step_at(lesson, 1).key, None], key=str
    )


def test_a_step_that_an_older_node_stores_has_a_key_by_the_database(lesson: Lesson) -> None:
    older = [field for field in Step._meta.concrete_fields if field.name not in ("id", "key")]
    columns = ", ".join(f'"{field.column}"' for field in older)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO lessons_step ({columns}) SELECT {columns} FROM lessons_step")
    keys = set(lesson.steps.values_list("key", flat=True))
    assert len(keys) == 10
    for key in keys:
        is_a_key(key)


# -- keys themselves -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("STS processes the request", "sts-processes-request"),
        ("mallory reads the report `q1.csv`", "mallory-reads-report-q1-csv"),
        ("alice starts `AssumeRole`", "alice-starts-assume-role"),
        ("15 minutes pass", "step-15-minutes-pass"),
        ("…", "step"),
        ("x" * 100, "step"),
        ("carol deletes `archive` and creates it again", "carol-deletes-archive-and-creates-it"),
    ],
)
def test_a_key_is_made_of_the_words_that_tell_most(text: str, slug: str) -> None:
    assert slug_of(text) == slug
    is_a_key(slug)


def test_what_is_stored_without_a_key_gets_one_of_its_own(lesson: Lesson) -> None:
    step = lesson.steps.all()[0]
    assert step.key.startswith("alice-asks-")
    is_a_key(step.key)
    step.action = "alice knocks"
    step.save()
    assert step.key.startswith("alice-asks-")
    assert lesson.chapter.key.startswith("why-temporary-")


def test_two_steps_of_a_lesson_cannot_have_one_key(lesson: Lesson) -> None:
    first, second = lesson.steps.all()[:2]
    second.key = first.key
    with pytest.raises(IntegrityError):
        second.save()


def test_two_chapters_cannot_have_one_key(lesson: Lesson) -> None:
    with pytest.raises(IntegrityError):
        Chapter.objects.create(title="Another", key=lesson.chapter.key)


def test_a_key_begins_with_a_letter() -> None:
    with pytest.raises(ValidationError):
        is_a_key("3")
