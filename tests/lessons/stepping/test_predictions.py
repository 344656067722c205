"""Predict, then see: nothing of a step is told before its question is answered and stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.lesson_trace import trace_of
from lessons.models import Lesson, Prediction, Step, StepSeen
from lessons.prediction_questions import ask

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
PREDICT = "/lessons/assume/predict/"


@pytest.fixture
def reader(client_of: Browser, student: User) -> Client:
    return client_of(student)


def answer_of(lesson: Lesson, number: int, *, right: bool = True) -> str:
    asked = ask(trace_of(lesson), number)
    assert asked
    return next(text for text in asked.choices if (text == asked.answer) == right)


def answer(
    client: Client, lesson: Lesson, number: int, *, right: bool = True, sure: str = "fairly", **headers: str
) -> HttpResponse:
    data = {"chosen": answer_of(lesson, number, right=right), "sureness": sure}
    response: Any = client.post(f"{PREDICT}{number}/", data, headers=headers or None)
    return response


def answer_all(client: Client, lesson: Lesson, **how: Any) -> None:
    for number in range(1, 6):
        answer(client, lesson, number, **how)


def text_of(client: Client, url: str, **headers: str) -> str:
    return client.get(url, headers=headers or None).content.decode()


CHOICES = re.compile(r'<fieldset class="choices".*?</fieldset>', re.DOTALL)


@pytest.fixture
def marked(lesson: Lesson) -> Lesson:
    """The lesson with texts that name their step, such as “<output 3>”."""
    for step in lesson.steps.all():
        for name in ("action", "output", "result", "caption", "why", "command"):
            setattr(step, name, f"[{name} {step.position}]")
        step.save()
    for part, name in ((lesson.nodes, "label"), (lesson.tracker_values, "value")):
        for row in part.all():
            setattr(row, name, f"[{name} {row.position}]")
            row.save()
    Lesson.objects.update(stops_note="[stops 5]")
    lesson.refresh_from_db()
    return lesson


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_nothing_of_the_step_is_told_before_it_is_predicted(
    reader: Client, marked: Lesson, number: int, headers: dict[str, str]
) -> None:
    for earlier in range(1, number):
        answer(reader, marked, earlier)
    page = text_of(reader, f"{PREDICT}{number}/", **headers)
    around, asked = CHOICES.subn("", page)
    assert asked == 1
    told = {(name, int(step)) for name, step in re.findall(r"\[(\w+) (\d)\]", around)}
    assert {(name, step) for name, step in told if step >= number} == {("action", number)}
    assert {("output", n) for n in range(1, number)} <= told
    assert "badge-token" not in page
    assert "outcome-ok" not in around[around.index('aria-current="step"') :]


def test_the_step_after_is_not_told_with_an_answer(reader: Client, marked: Lesson) -> None:
    page = answer(reader, marked, 1, **HTMX).content.decode()
    assert set(re.findall(r"\[(\w+) 2\]", page)) == {"action"}
    assert not re.findall(r"\[\w+ [345]\]", page)


def test_a_prediction_is_stored_with_what_was_asked(reader: Client, lesson: Lesson, student: User) -> None:
    asked = ask(trace_of(lesson), 1)
    answer(reader, lesson, 1, right=False, sure="certain")
    stored = Prediction.objects.get()
    Step.objects.update(output="something else")
    assert (stored.user, stored.lesson, stored.number) == (student, lesson, 1)
    assert stored.question == asked
    assert not stored.right
    assert asked
    assert stored.chosen in set(asked.choices) - {asked.answer}
    assert stored.is_surprise
    assert StepSeen.objects.get().number == 1


def test_the_answer_is_stored_before_it_is_shown(
    reader: Client, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        assert Prediction.objects.count() == 1
        raise RuntimeError("the page could not be made")

    monkeypatch.setattr("lessons.stepping.views.shown", fail)
    with pytest.raises(RuntimeError, match="could not be made"):
        answer(reader, lesson, 1, **HTMX)
    assert Prediction.objects.count() == 1


def test_without_javascript_the_answer_leads_to_the_step_with_its_why(reader: Client, lesson: Lesson) -> None:
    response = answer(reader, lesson, 1)
    assert response["Location"] == f"{PREDICT}1/#verdict"
    page = text_of(reader, f"{PREDICT}1/")
    for part in ("Right.", "alice asks.", "Because.", "call sent to STS"):
        assert part in page


def test_htmx_gets_the_step_at_once_with_the_verdict_in_focus(reader: Client, lesson: Lesson) -> None:
    response = answer(reader, lesson, 1, right=False, sure="certain", **HTMX)
    part = response.content.decode()
    assert response.status_code == 200
    assert "<!doctype html>" not in part
    assert 'tabindex="-1" autofocus' in part
    assert "A surprise" in part
    assert "0 of 1" in part


def test_a_second_answer_changes_nothing(reader: Client, lesson: Lesson) -> None:
    answer(reader, lesson, 1, right=False)
    assert answer(reader, lesson, 1, right=True).status_code == 302
    assert not Prediction.objects.get().right


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"chosen": "call sent to STS"},
        {"sureness": "certain"},
        {"chosen": "nonsense\x00", "sureness": "certain"},
        {"chosen": "call sent to STS", "sureness": "very"},
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nonsense_is_refused_and_tells_nothing(
    reader: Client, lesson: Lesson, data: dict[str, str], headers: dict[str, str]
) -> None:
    response = reader.post(f"{PREDICT}1/", data, headers=headers)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert "request accepted" not in response.content.decode()
    assert not Prediction.objects.exists()


def test_what_was_chosen_is_kept_when_the_sureness_is_missing(reader: Client, lesson: Lesson) -> None:
    page = reader.post(f"{PREDICT}1/", {"chosen": "call sent to STS"}).content.decode()
    assert 'value="call sent to STS" required checked' in page


def test_an_answer_to_a_question_that_has_changed_meanwhile_is_refused(
    reader: Client, lesson: Lesson
) -> None:
    old = answer_of(lesson, 1)
    step = lesson.steps.all()[0]
    step.output = "a new output"
    step.save()
    response = reader.post(f"{PREDICT}1/", {"chosen": old, "sureness": "guess"})
    assert response.status_code == 422
    assert "the question has changed" in response.content.decode()


def test_the_questions_come_in_their_order(reader: Client, lesson: Lesson) -> None:
    assert reader.get(f"{PREDICT}4/")["Location"] == f"{PREDICT}1/"
    assert answer(reader, lesson, 4).status_code == 302
    assert not Prediction.objects.exists()
    answer(reader, lesson, 1)
    assert reader.get(PREDICT)["Location"] == f"{PREDICT}2/"
    assert reader.get(f"{PREDICT}5/", headers=HTMX)["Location"] == f"{PREDICT}2/"


def test_later_edits_do_not_change_what_was_asked(reader: Client, lesson: Lesson) -> None:
    answer(reader, lesson, 1)
    step = lesson.steps.all()[0]
    step.output = "a new output"
    step.save()
    page = text_of(reader, f"{PREDICT}1/")
    assert "call sent to STS" in page
    assert "Right." in page


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999999"])
@pytest.mark.parametrize("mode", ["predict", "recall"])
def test_a_step_that_does_not_exist_leads_back(
    reader: Client, lesson: Lesson, mode: str, number: str
) -> None:
    response = reader.get(f"/lessons/assume/{mode}/{number}/")
    assert response.status_code == 404
    assert 'href="/lessons/assume/read/"' in response.content.decode()


def test_a_mode_that_does_not_exist_leads_back(reader: Client, lesson: Lesson) -> None:
    response = reader.get("/lessons/assume/prophesy/1/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_a_lesson_without_steps_has_nothing_to_predict(reader: Client, lesson: Lesson) -> None:
    Lesson.objects.create(
        chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-", status="published"
    )
    response = reader.get("/lessons/bare/predict/", follow=True)
    assert "No steps yet" in response.content.decode()


# -- the modes, pass by pass -----------------------------------------------------------------------


def first_url(client: Client) -> str:
    return str(client.get("/lessons/assume/steps/", follow=True).redirect_chain[-1][0])


def test_the_first_pass_explains_the_second_predicts_the_third_fades(reader: Client, lesson: Lesson) -> None:
    for number in (1, 2, 3, 4, 5):
        assert first_url(reader) == "/lessons/assume/steps/1/"
        text_of(reader, f"/lessons/assume/steps/{number}/")
    for number in (1, 2, 3, 4, 5):
        assert first_url(reader) == f"{PREDICT}{number}/"
        answer(reader, lesson, number)
    assert first_url(reader) == "/lessons/assume/recall/1/"


def test_who_chooses_to_predict_at_once_goes_on_predicting(reader: Client, lesson: Lesson) -> None:
    answer(reader, lesson, 1)
    assert first_url(reader) == f"{PREDICT}2/"


@pytest.mark.parametrize("mode", ["steps", "predict", "recall"])
def test_every_mode_leads_to_the_others_at_the_same_step(reader: Client, lesson: Lesson, mode: str) -> None:
    answer_all(reader, lesson)
    page = text_of(reader, f"/lessons/assume/{mode}/3/")
    assert 'href="/lessons/assume/steps/3/"' in page
    assert 'href="/lessons/assume/recall/3/"' in page
    assert f'href="{PREDICT}"' in page or f'href="{PREDICT}3/"' in page


def test_on_ones_own_the_explanation_is_folded(reader: Client, lesson: Lesson) -> None:
    page = text_of(reader, "/lessons/assume/recall/2/")
    folded = page[page.index("<summary>Why?</summary>") :]
    assert "STS decides." in folded
    assert "STS decides." not in page[: page.index("<summary>Why?</summary>")]
    assert 'class="keys' not in page


def test_predicting_again_asks_again_and_keeps_what_was(reader: Client, lesson: Lesson) -> None:
    answer_all(reader, lesson, right=False)
    assert reader.post(f"{PREDICT}again/")["Location"] == f"{PREDICT}1/"
    assert 'name="chosen"' in text_of(reader, f"{PREDICT}1/")
    answer_all(reader, lesson)
    assert Prediction.objects.count() == 10
    assert "5 of 5" in text_of(reader, "/lessons/assume/steps/1/")


def test_predicting_again_is_done_so_often(
    reader: Client, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "ROUNDS", 1)
    answer_all(reader, lesson)
    assert reader.post(f"{PREDICT}again/").status_code == 302
    answer_all(reader, lesson)
    page = reader.post(f"{PREDICT}again/")
    assert page.status_code == 400
    assert "You have predicted this lesson 1 times" in page.content.decode()
    assert Prediction.objects.count() == 10


# -- how one did -----------------------------------------------------------------------------------


def test_the_page_says_how_one_did_and_where_to_look(reader: Client, lesson: Lesson) -> None:
    for number in (1, 2, 3):
        answer(reader, lesson, number)
    answer(reader, lesson, 4, right=False, sure="certain")
    answer(reader, lesson, 5, right=False, sure="guess")
    page = " ".join(text_of(reader, "/lessons/assume/steps/1/").split())
    assert "<strong>3 of 5</strong> right." in page
    assert f'Certain, and surprised: <a href="{PREDICT}4/">step 4</a>.' in page
    assert f'Worth a second look: <a href="{PREDICT}5/">step 5</a>.' in page


def test_who_has_not_predicted_is_told_nothing(reader: Client, lesson: Lesson) -> None:
    assert "You predicted" not in text_of(reader, "/lessons/assume/steps/1/")


def test_nobody_sees_what_another_predicted(
    reader: Client, client_of: Browser, other_student: User, lesson: Lesson
) -> None:
    answer(reader, lesson, 1)
    other = client_of(other_student)
    assert "You predicted" not in text_of(other, "/lessons/assume/steps/1/")
    assert 'name="chosen"' in text_of(other, f"{PREDICT}1/")
