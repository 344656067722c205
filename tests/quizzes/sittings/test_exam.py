"""The practice exam: drawn from the bank, over topics, with a report of what to read next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.choices import Option
from lessons.quizzes.models import Attempt, Question, Quiz
from lessons.quizzes.sittings.drawing import Selection, draw, topics
from lessons.quizzes.sittings.exam_views import KEY, READY_MADE

Browser = Callable[[User | None], Client]
START = reverse("quizzes:start-exam")
EXAM = reverse("quizzes:exam")


@pytest.fixture
def bank(quiz: Lesson) -> Quiz:
    """Three questions of a lesson, one naming a step, nine of the bank, one draft; a quiz over it all."""
    for number in range(10):
        row = Question.objects.create(
            prompt=f"{number}?", topic="expiry", explanation="So.", is_published=number < 9
        )
        row.set_options([Option("yes", is_right=True), Option("no"), Option("perhaps"), Option("never")])
    return Quiz.objects.create(title="All", is_for_everybody=True)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- no secret is drawn


def prompts(quiz: Quiz, selection: Selection, seed: int = 1) -> list[str]:
    return [asked.prompt for asked in draw(quiz, selection, seeded(seed))]


def test_a_question_is_about_its_topic_or_else_its_chapter(bank: Quiz) -> None:
    assert topics() == {"Why temporary": 2, "expiry": 9}


def test_all_there_are_are_asked_where_there_are_fewer_and_no_draft(bank: Quiz) -> None:
    found = prompts(bank, Selection(most=50))
    assert len(found) == len(set(found)) == 11
    assert "9?" not in found


def test_what_names_a_step_is_asked_in_its_lesson_alone(bank: Quiz, quiz: Lesson) -> None:
    assert "What comes out of step 2?" not in prompts(bank, Selection())
    bank.lesson = quiz
    assert "What comes out of step 2?" in prompts(bank, Selection())


def test_topics_are_drawn_evenly_and_each_time_anew(bank: Quiz) -> None:
    drawn = draw(bank, Selection(most=6), seeded(1))
    assert Counter(asked.topic for asked in drawn) == {"Why temporary": 2, "expiry": 4}
    assert len({tuple(prompts(bank, Selection(most=6), seed)) for seed in range(10)}) > 5


def test_only_the_chosen_topics_are_asked(bank: Quiz) -> None:
    assert {asked.topic for asked in draw(bank, Selection(("expiry",), 50), seeded(1))} == {"expiry"}


def test_the_questions_of_a_draft_lesson_are_not_asked(bank: Quiz, quiz: Lesson) -> None:
    quiz.unpublish()
    quiz.save()
    assert len(prompts(bank, Selection())) == 9


def test_the_exam_asks_nothing_that_a_graded_quiz_names_before_that_is_closed(bank: Quiz) -> None:
    exam = Quiz.objects.create(key=KEY, **READY_MADE)
    bank.questions.set(Question.objects.filter(prompt__in=("0?", "1?")))
    named = {"0?", "1?"}
    assert set(prompts(bank, Selection())) == named
    for closes_at in (None, timezone.now() + timedelta(hours=1)):
        Quiz.objects.filter(pk=bank.pk).update(closes_at=closes_at)
        assert not named & set(prompts(exam, Selection(("expiry",))))
    Quiz.objects.filter(pk=bank.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert named <= set(prompts(exam, Selection(("expiry",))))


def test_choices_are_shuffled_and_the_right_one_stays_right(bank: Quiz) -> None:
    orders = set()
    for seed in range(20):
        for asked in draw(bank, Selection(("expiry",)), seeded(seed)):
            orders.add(tuple(one.text for one in asked.value.choices))
            assert (
                asked.module.grade(asked.value, [one.text for one in asked.value.choices].index("yes")) == 1
            )
    assert len(orders) > 10


def test_chosen_questions_come_before_lesson_and_topics(bank: Quiz, quiz: Lesson) -> None:
    bank.lesson = quiz
    bank.save()
    assert len(prompts(bank, Selection())) == 3
    bank.questions.set(Question.objects.filter(prompt__in=["0?", "1?"]))
    bank.lesson = None
    assert sorted(prompts(bank, Selection())) == ["0?", "1?"]


def test_a_stranger_takes_an_exam_and_is_told_what_to_read(quiz: Lesson, client_of: Browser) -> None:
    browser = client_of(None)
    page = browser.get(EXAM).content.decode()
    assert "25 questions in 35 minutes" in page
    assert "There are 2 questions so far" in page
    started = browser.post(START, {"number": 25, "minutes": 35})
    attempt = Attempt.objects.get()
    assert (attempt.total, attempt.minutes, attempt.lesson) == (2, 35, None)
    assert "Go on with it" in browser.get(EXAM).content.decode()
    assert browser.post(START, {"number": 5, "minutes": 5})["Location"] == started["Location"]
    asked = [question.prompt for question in attempt.questions]
    number = asked.index("What happens afterwards?") + 1
    texts = [one.text for one in attempt.questions[number - 1].value.choices]
    browser.post(
        reverse("quizzes:save-answer", args=[attempt.pk, number]), {"choice": texts.index("Access is denied")}
    )
    result = browser.post(reverse("quizzes:hand-in", args=[attempt.pk]), follow=True).content.decode()
    for text in ("1 of 2 right", "Why temporary", f'href="{quiz.get_absolute_url()}"', "Because of step 4."):
        assert text in result
    assert reverse("lessons:step", args=[quiz.slug, 4]) in result


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"number": "0", "minutes": "5"},
        {"number": "101", "minutes": "5"},
        {"number": "9" * 5000, "minutes": "5"},
        {"number": "5", "minutes": "1441"},
        {"number": "5", "minutes": "5", "topics": "no such topic"},
        {"number": "\0", "minutes": "x"},
    ],
)
def test_what_cannot_be_drawn_is_said_and_makes_no_guest(
    sent: dict[str, str], quiz: Lesson, client_of: Browser
) -> None:
    assert client_of(None).post(START, sent).status_code == 422
    assert not User.objects.filter(is_guest=True).exists()
    assert not Quiz.objects.exists()


def test_without_a_question_there_is_no_exam(student: User, lesson: Lesson, client_of: Browser) -> None:
    browser = client_of(student)
    assert "No questions yet" in browser.get(EXAM).content.decode()
    assert browser.post(START, {"number": 25, "minutes": 35})["Location"] == EXAM


def test_the_ready_made_exam_is_what_instructors_make_of_it(
    student: User, quiz: Lesson, client_of: Browser
) -> None:
    browser = client_of(student)
    browser.post(START, {"number": 2, "minutes": 5})
    row = Quiz.objects.get(key=KEY)
    assert (row.question_count, row.minutes) == (25, 35)
    row.title, row.minutes = "Ours", 20
    row.save()
    browser.post(reverse("quizzes:hand-in", args=[Attempt.objects.get().pk]))
    assert "25 questions in 20 minutes" in browser.get(EXAM).content.decode()
