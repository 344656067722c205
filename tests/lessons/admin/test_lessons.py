"""Lessons in the admin: edited with all their parts, published, previewed, never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.models import Lesson, Step, StepSeen, StyleProgress, TrackerValue, Vote
from lessons.quizzes.models import Attempt
from tests.lessons.admin_page import address, errors_on, filled_form

Browser = Callable[[User | None], Client]


@pytest.fixture
def teacher(client_of: Browser, instructor: User) -> Client:
    return client_of(instructor)


def save(client: Client, lesson: Lesson, **changes: Any) -> Any:
    """Submit the lesson's page with these fields changed; a value of None leaves the field out."""
    data = filled_form(client, lesson) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address(lesson), {name: value for name, value in data.items() if value is not None})


def test_an_unchanged_page_saves(teacher: Client, lesson: Lesson) -> None:
    assert save(teacher, lesson).status_code == 302
    assert lesson.steps.count() == 5


def test_a_step_edited_here_is_on_the_page_of_the_next_reader(
    teacher: Client, client: Client, lesson: Lesson
) -> None:
    client.get("/lessons/assume/steps/1/")
    save(teacher, lesson, steps__0__action="alice knocks")
    assert "alice knocks" in client.get("/lessons/assume/steps/1/").content.decode()


def test_steps_are_dragged_into_order(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, steps__0__position=2, steps__1__position=1)
    assert [step.action for step in lesson.steps.all()][:2] == ["STS decides", "alice asks"]


def test_saving_remembers_that_it_was_edited_here(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, title="A better title")
    lesson.refresh_from_db()
    assert lesson.edited_at is not None


def test_a_new_lesson_is_a_draft_and_goes_on_to_its_parts(teacher: Client, lesson: Lesson) -> None:
    fields = {"title": "New", "slug": "new", "chapter": lesson.chapter_id, "position": 2, "cloud": "AWS"}
    texts = {"summary": "One.", "article": "Text.", "lifetime_seconds": 3600}
    response = teacher.post("/admin/lessons/lesson/add/", fields | texts)
    created = Lesson.objects.get(slug="new")
    assert created.is_draft
    assert response["Location"] == address(created)


def test_two_people_cannot_overwrite_each_other(teacher: Client, lesson: Lesson) -> None:
    opened_before = filled_form(teacher, lesson)
    save(teacher, lesson, steps__0__action="the first one's words")
    page = teacher.post(address(lesson), opened_before | {"title": "the second one's title"})
    assert "was changed since you opened it" in errors_on(page)
    assert "the second one&#x27;s title" in page.content.decode()
    assert lesson.steps.all()[0].action == "the first one's words"


def test_the_change_page_asks_a_bounded_number_of_queries(
    teacher: Client, lesson: Lesson, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60):
        teacher.get(address(lesson))


# -- publishing ------------------------------------------------------------------------------------


def test_a_draft_is_published_by_its_button(teacher: Client, client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client.get("/lessons/assume/read/").status_code == 404
    save(teacher, lesson, _publish="Save and publish")
    assert client.get("/lessons/assume/read/").status_code == 200


def test_a_published_lesson_is_hidden_by_its_button(teacher: Client, client: Client, lesson: Lesson) -> None:
    save(teacher, lesson, _unpublish="Save and unpublish")
    assert client.get("/lessons/assume/read/").status_code == 404


@pytest.mark.parametrize(
    ("action", "status"), [("publish_lessons", "published"), ("unpublish_lessons", "draft")]
)
def test_lessons_are_published_from_the_list(
    teacher: Client, lesson: Lesson, action: str, status: str
) -> None:
    teacher.post("/admin/lessons/lesson/", {"action": action, "_selected_action": [lesson.pk]})
    lesson.refresh_from_db()
    assert lesson.status == status


def test_a_lesson_without_steps_is_not_published(teacher: Client, lesson: Lesson) -> None:
    bare = Lesson.objects.create(chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-")
    page = teacher.post(
        "/admin/lessons/lesson/", {"action": "publish_lessons", "_selected_action": [bare.pk]}, follow=True
    )
    bare.refresh_from_db()
    assert bare.is_draft
    assert "cannot be published: it has no steps yet" in page.content.decode()


def test_a_draft_is_previewed_as_students_will_see_it(teacher: Client, lesson: Lesson) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert f'href="/lessons/{lesson.slug}/read/"' in teacher.get(address(lesson)).content.decode()
    page = teacher.get(f"/lessons/{lesson.slug}/read/").content.decode()
    assert "Draft: only instructors see this." in page
    assert "Because keys leak." in page


# -- what is wrong is said in words ----------------------------------------------------------------


def foreign_node(lesson: Lesson) -> int:
    """A line of the flow of another lesson."""
    other = Lesson.objects.create(
        chapter=lesson.chapter, slug="other", title="Other", summary="-", article="-"
    )
    node = lesson.nodes.all()[0]
    node.pk = None
    node.lesson = other
    node.save()
    return node.pk


MISTAKES = {
    "a step at a line of another lesson": (
        lambda lesson: {"steps-0-node": foreign_node(lesson)},
        "not a part of this lesson",
    ),
    "more seconds left than the credentials live": (
        lambda lesson: {"steps-1-seconds_left": 3601},
        "The credentials live for 3600 seconds; 3601 cannot be left.",
    ),
    "a tracker value at a step that is being deleted": (
        lambda lesson: {"steps-2-DELETE": "on"},
        "is being deleted",
    ),
    "two values of a variable at one moment": (
        lambda lesson: {"tracker_values-1-step": lesson.steps.all()[2].pk},
        "variable and step, which must be unique",
    ),
    "a second value at the start": (
        lambda lesson: {"tracker_values-1-step": ""},
        "already has a value at this moment",
    ),
    "a key moment at a step that does not exist": (
        lambda lesson: {"key_moments-0-step": 999_999},
        "not a part of this lesson",
    ),
    "a published lesson without steps": (
        lambda lesson: lesson.key_moments.all().delete() and {f"steps-{n}-DELETE": "on" for n in range(5)},
        "A published lesson needs at least one step",
    ),
    "an actor who is still in the flow": (
        lambda lesson: {"actors-0-DELETE": "on"},
        "would require deleting the following protected related objects",
    ),
    "a step that a key moment points to": (
        lambda lesson: {"steps-0-DELETE": "on"},
        "key moment",
    ),
    "no title": (lambda lesson: {"title": ""}, "This field is required."),
    "credentials that never live": (lambda lesson: {"lifetime_seconds": 0}, "greater than or equal to 1"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_in_words(teacher: Client, lesson: Lesson, name: str) -> None:
    make, sentence = MISTAKES[name]
    changes = make(lesson)
    page = teacher.post(address(lesson), filled_form(teacher, lesson) | changes)
    assert page.status_code == 200
    assert sentence in errors_on(page)
    assert Step.objects.filter(lesson=lesson).count() == 5
    assert TrackerValue.objects.filter(lesson=lesson).count() == 5


# -- history and permission ------------------------------------------------------------------------


def test_the_history_says_who_changed_which_part(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, steps__0__action="alice knocks")
    page = teacher.get(f"/admin/lessons/lesson/{lesson.pk}/history/").content.decode()
    assert "step “alice knocks” changed" in page
    assert "teacher" in page


def test_a_record_of_the_lessons_own_fields_is_looked_at_only(teacher: Client, lesson: Lesson) -> None:
    save(teacher, lesson, title="A worse title")
    first = lesson.history.earliest()
    record = f"/admin/lessons/lesson/{lesson.pk}/history/{first.pk}/"
    assert record in teacher.get(f"/admin/lessons/lesson/{lesson.pk}/history/").content.decode()
    page = teacher.get(record)
    assert "Assuming a role" in page.content.decode()
    assert 'value="Revert"' not in page.content.decode()
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    response = teacher.post(record, {name: value for name, value in values.items() if value is not None})
    assert response.status_code == 403
    lesson.refresh_from_db()
    assert lesson.title == "A worse title"


@pytest.mark.parametrize(
    "path",
    [
        "abc/history/",
        "1/change/history/",
        f"{10**26}/history/",
        "1%00/history/1/",
        "0/history/abc/",
        "1/history/-1/",
    ],
)
def test_a_history_that_does_not_exist_is_not_found(teacher: Client, path: str) -> None:
    assert teacher.get(f"/admin/lessons/lesson/{path}").status_code == 404


@pytest.mark.parametrize("person", ["student", "guest"])
def test_others_are_sent_to_sign_in(
    client_of: Browser, lesson: Lesson, person: str, request: pytest.FixtureRequest
) -> None:
    response = client_of(request.getfixturevalue(person)).get(address(lesson))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_member_of_staff_without_the_permission_is_refused(client_of: Browser, lesson: Lesson) -> None:
    clerk = User.objects.create_user("clerk", password="a-good-password", is_staff=True)
    assert client_of(clerk).get(address(lesson)).status_code == 403


def test_a_chapter_edited_here_is_remembered(teacher: Client, lesson: Lesson) -> None:
    chapter = lesson.chapter
    teacher.post(
        f"/admin/lessons/chapter/{chapter.pk}/change/", {"title": "Why", "summary": "-", "position": 1}
    )
    chapter.refresh_from_db()
    assert chapter.title == "Why"
    assert chapter.edited_at is not None


def test_a_whole_lesson_can_be_deleted(client_of: Browser, superuser: User, lesson: Lesson) -> None:
    client_of(superuser).post(f"/admin/lessons/lesson/{lesson.pk}/delete/", {"post": "yes"})
    assert not Lesson.objects.exists()


def test_line_ends_of_browsers_are_no_change(teacher: Client, lesson: Lesson) -> None:
    data = filled_form(teacher, lesson)
    sent = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()
    }
    teacher.post(address(lesson), sent)
    lesson.refresh_from_db()
    assert lesson.article == "## Why\n\nBecause keys leak."
    assert lesson.key_moments.all()[0].history.count() == 1


WORK = {
    "a vote": lambda lesson, user: Vote.objects.create(lesson=lesson, user=user, helpful=True),
    "a style": lambda lesson, user: StyleProgress.objects.create(lesson=lesson, user=user, style="read"),
    "a step": lambda lesson, user: StepSeen.objects.create(lesson=lesson, user=user, number=1),
    "an attempt": lambda lesson, user: Attempt.objects.create(lesson=lesson, user=user, asked=[], total=0),
}


@pytest.mark.parametrize("work", WORK)
def test_a_lesson_that_somebody_worked_in_is_not_deleted(
    teacher: Client, lesson: Lesson, student: User, work: str
) -> None:
    WORK[work](lesson, student)
    page = teacher.post(f"/admin/lessons/lesson/{lesson.pk}/delete/", {"post": "yes"})
    assert "Unpublish it instead" in page.content.decode()
    assert Lesson.objects.exists()


def test_nor_is_it_deleted_from_the_list(teacher: Client, lesson: Lesson, student: User) -> None:
    StepSeen.objects.create(lesson=lesson, user=student, number=1)
    form = {"action": "delete_selected", "_selected_action": [lesson.pk], "post": "yes"}
    assert "Unpublish it instead" in teacher.post("/admin/lessons/lesson/", form).content.decode()
    assert Lesson.objects.exists()


ODD_IDS = ["²", "9" * 50, "0", "-1", "x", "_", "1/2", "٣"]
ADMIN_PAGES = [
    "lessons/lesson/{id}/change/",
    "lessons/lesson/{id}/delete/",
    "lessons/lesson/{id}/history/",
    "lessons/lesson/{id}/history/{id}/",
    "lessons/lesson/{lesson}/history/{id}/",
    "lessons/lesson/{lesson}/versions/{id}/",
    "lessons/lesson/{id}/versions/{id}/",
    "lessons/chapter/{id}/history/",
    "sandbox/scenario/{id}/change/",
    "sandbox/scenario/{id}/history/",
    "sandbox/scenario/{id}/history/{id}/",
    "accounts/user/{id}/password/",
    "r/{id}/{id}/",
    "lessons/lesson/?p={id}",
    "lessons/lesson/?chapter__id__exact={id}",
    "lessons/lesson/?status__exact={id}&q={id}&o={id}",
]


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_an_odd_address_in_the_admin_is_no_error_of_ours(
    client_of: Browser, superuser: User, lesson: Lesson, page: str
) -> None:
    client = client_of(superuser)
    for odd in ODD_IDS:
        url = "/admin/" + page.format(id=odd, lesson=lesson.pk)
        for response in (client.get(url), client.post(url, {"post": "yes"})):
            assert response.status_code in {200, 302, 400, 403, 404}, url
    assert Lesson.objects.exists()


@given(odd=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_address_of_the_history_is_a_page_or_not_found(teacher: Client, lesson: Lesson, odd: str) -> None:
    for page in (f"{quote(odd, safe='')}/history/", f"{lesson.pk}/history/{quote(odd, safe='')}/"):
        assert teacher.get(f"/admin/lessons/lesson/{page}").status_code in {200, 302, 404}


def test_the_history_of_a_lesson_is_for_those_who_may_edit_it(client_of: Browser, lesson: Lesson) -> None:
    clerk = User.objects.create_user("clerk", password="a-good-password", is_staff=True)
    assert client_of(clerk).get(f"/admin/lessons/lesson/{lesson.pk}/history/").status_code == 403


def test_a_text_too_long_to_be_rendered_in_time_is_refused(teacher: Client, lesson: Lesson) -> None:
    page = save(teacher, lesson, article="x" * 60_001)
    assert "This text has 60001 characters; 60000 are the most." in errors_on(page)
    page = save(teacher, lesson, key_moments__0__answer="x" * 60_001)
    assert "60000 are the most" in errors_on(page)
