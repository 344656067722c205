"""The page where cards come back: the question asked anew, why, and when it comes back next."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fsrs import Rating

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.cards.asking import turn_of
from lessons.quizzes.cards.queue import MOST_A_DAY
from lessons.quizzes.models import Card, CardReview, Kind
from lessons.quizzes.question_types.registry import TYPES
from tests.faults.databases import read_only
from tests.quizzes.cards.conftest import Make
from tests.quizzes.question_types.examples import WRITTEN
from tests.quizzes.question_types.fragments import shown

Browser = Callable[[User | None], Client]
REVIEW = "/review/"
HTMX = {"HX-Request": "true"}
YESTERDAY = timezone.now() - timedelta(days=1)
RIGHT, WRONG = "0", "1"


@pytest.fixture
def learner(student: User, client_of: Browser) -> Client:
    return client_of(student)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form on the page."""
    return dict(re.findall(r'type="hidden" name="(turn|asked|hints)" value="(.*?)"', page))


def send(learner: Client, card: Card, **fields: str) -> HttpResponse:
    """The page's own form, filled in."""
    page = learner.get(REVIEW).content.decode()
    return learner.post(
        reverse("quizzes:card", args=[card.pk]), hidden(page) | {"sureness": "fairly"} | fields
    )


def text_of(response: HttpResponse) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_a_stranger_is_told_what_it_is_for(client: Client) -> None:
    assert "Nothing to review yet" in text_of(client.get(REVIEW))


def test_who_has_no_cards_is_told_what_makes_one(learner: Client, quiz: Lesson) -> None:
    page = text_of(learner.get(REVIEW))
    assert "Nothing to review yet" in page
    assert "wrong or with a hint" in page


def test_where_nothing_is_due_the_next_day_is_named(learner: Client, make: Make) -> None:
    card = make(at=timezone.now() + timedelta(days=1))
    page = text_of(learner.get(REVIEW))
    assert "Nothing is due today" in page
    assert f"{card.due:%-d %B %Y}" in page


def test_a_question_is_asked_anew_with_the_reason(learner: Client, make: Make) -> None:
    make("what", at=YESTERDAY)
    page = text_of(learner.get(REVIEW))
    assert "Card 1 of 1 today" in page
    assert f"You answered this wrong in the quiz on {YESTERDAY:%-d %B %Y}. From “ Assuming a role ”" in page
    assert "What comes out of step 2? Step 2 : STS decides Three values An error" in page
    assert "How sure are you?" in page
    assert "STS returns an id" not in page


def test_a_step_is_asked_with_what_goes_in(learner: Client, make: Make, quiz: Lesson) -> None:
    make(trace_of(quiz).steps[1].key, at=YESTERDAY, kind=Kind.STEP)
    page = text_of(learner.get(REVIEW))
    assert "Step: STS decides. Input: valid role. Temporary Credentials is “none” now." in page


@pytest.mark.parametrize(
    ("chosen", "sureness", "rating", "word"),
    [
        (WRONG, "certain", Rating.Again, "Not quite."),
        (RIGHT, "guess", Rating.Good, "Right."),
        (RIGHT, "fairly", Rating.Good, "Right."),
        (RIGHT, "certain", Rating.Easy, "Right, and you were sure."),
    ],
)
def test_an_answer_says_whether_it_is_right_what_proves_it_and_when_it_comes_back(
    learner: Client, make: Make, quiz: Lesson, chosen: str, sureness: str, rating: Rating, word: str
) -> None:
    card = make("what", at=YESTERDAY)
    response = send(learner, card, choice=chosen, sureness=sureness)
    url = reverse("quizzes:card", args=[card.pk])
    assert (response.status_code, response.headers["Location"]) == (302, url)
    assert card.reviews.get(source="review").rating == rating
    card.refresh_from_db()
    response = learner.get(url)
    page = text_of(response)
    assert word in page
    assert "STS returns an id, a secret and a token. See step 2, which proves it" in page
    assert reverse("lessons:step", args=[quiz.slug, 2]) in response.content.decode()
    assert f"It comes back on {card.due:%-d %B %Y}" in page
    assert "Done for today" in text_of(learner.get(REVIEW))


def test_where_a_row_is_asked_for_the_hint_does_not_light_it(
    learner: Client, make: Make, quiz: Lesson
) -> None:
    card = make("what", at=YESTERDAY)
    rows = [{"key": one, "text": one} for one in ("ask", "get", "use")]
    quiz.questions.filter(key="what").update(type="point_at_step", content={"rows": rows, "right": "get"})
    page = send(learner, card, hint="1", sureness="").content.decode()
    assert "Look at row 2." in page
    assert "Find it in the table" not in page
    assert "is-lit" not in page


def test_with_a_hint_it_is_hard(learner: Client, make: Make) -> None:
    card = make("what", at=YESTERDAY)
    page = send(learner, card, choice=RIGHT, hint="1", sureness="")
    assert page.status_code == 200
    assert "Look at row 2." in text_of(page)
    assert "There are three." not in text_of(page)
    assert 'id="row-2"' in page.content.decode()
    assert re.search(r'value="0"[^>]*checked', page.content.decode())
    url = reverse("quizzes:card", args=[card.pk])
    told = {"choice": RIGHT, "sureness": "certain"} | hidden(page.content.decode())
    more = learner.post(url, told | {"hint": "1"})
    assert "There are three." in text_of(more)
    assert 'name="hint"' not in more.content.decode()
    learner.post(url, told)
    assert card.reviews.get(source="review").rating == Rating.Hard
    assert "Right, with a hint." in text_of(learner.get(url))


@pytest.mark.parametrize("name", TYPES)
def test_every_type_of_question_comes_back(learner: Client, make: Make, quiz: Lesson, name: str) -> None:
    quiz.questions.filter(key="what").update(type=name, content=WRITTEN[name][0])
    quiz.save()
    card = make("what", at=YESTERDAY)
    turn = turn_of(card)
    assert turn
    asked = turn.asked
    filled_in = shown(asked.module, asked.value, asked.module.key(asked.value)).sent
    sent = hidden(learner.get(REVIEW).content.decode()) | filled_in | {"sureness": "certain"}
    url = reverse("quizzes:card", args=[card.pk])
    assert learner.post(url, sent).headers["Location"] == url
    assert "Right, and you were sure." in text_of(learner.get(url))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sureness": "certain"}, "Choose one of the answers"),
        ({"choice": "7", "sureness": "certain"}, "Choose one of the answers"),
        ({"choice": RIGHT, "sureness": ""}, "Say how sure you are"),
        ({"choice": RIGHT, "sureness": "very"}, "Say how sure you are"),
        ({"choice": RIGHT, "asked": "0"}, "The question has changed"),
    ],
)
def test_what_is_no_answer_yet_is_told_and_counts_for_nothing(
    learner: Client, make: Make, fields: dict[str, str], told: str
) -> None:
    card = make("what", at=YESTERDAY)
    response = send(learner, card, **fields)
    assert response.status_code == 422
    assert told in text_of(response)
    assert card.reviews.count() == 1


def test_a_question_that_was_edited_meanwhile_is_asked_anew(
    learner: Client, make: Make, quiz: Lesson
) -> None:
    card = make("what", at=YESTERDAY)
    sent = hidden(learner.get(REVIEW).content.decode()) | {"choice": RIGHT, "sureness": "certain"}
    row = quiz.questions.get(key="what")
    row.content = {"choices": ["Nothing", "Three values"], "right": "Three values"}
    row.save()
    response = learner.post(reverse("quizzes:card", args=[card.pk]), sent)
    assert response.status_code == 422
    assert "Nothing Three values" in text_of(response)
    assert "which has changed since" in text_of(response)
    assert card.reviews.count() == 1


def test_an_answer_that_is_sent_twice_counts_once(learner: Client, make: Make) -> None:
    card = make("what", at=YESTERDAY)
    sent = hidden(learner.get(REVIEW).content.decode()) | {"choice": WRONG, "sureness": "certain"}
    url = reverse("quizzes:card", args=[card.pk])
    for fields in (sent, sent, sent | {"choice": RIGHT}):
        assert learner.post(url, fields).headers["Location"] == url
    assert [one.rating for one in card.reviews.filter(source="review")] == [Rating.Again]


def test_the_verdict_is_of_the_question_as_it_was_asked(learner: Client, make: Make, quiz: Lesson) -> None:
    card = make("what", at=YESTERDAY)
    send(learner, card, choice=RIGHT)
    quiz.questions.get(key="what").delete()
    page = text_of(learner.get(reverse("quizzes:card", args=[card.pk])))
    assert "What comes out of step 2?" in page
    assert "Right." in page


def test_what_is_gone_is_told_and_not_asked(learner: Client, make: Make, quiz: Lesson) -> None:
    make("what", at=YESTERDAY)
    quiz.questions.get(key="what").delete()
    assert "1 card of yours is about what is no longer asked. It is kept" in text_of(learner.get(REVIEW))


def test_a_question_that_can_no_longer_be_drawn_is_left_out(
    learner: Client, make: Make, quiz: Lesson
) -> None:
    make("what", at=YESTERDAY - timedelta(days=1))
    make("when", at=YESTERDAY)
    quiz.questions.filter(key="what").update(type="computed", content={"generator": "gone-since"})
    assert "When do they expire?" in text_of(learner.get(REVIEW))


def test_a_card_that_is_not_due_takes_no_answer(learner: Client, make: Make) -> None:
    make("what", at=YESTERDAY)
    ahead = make("when", at=timezone.now())
    response = send(learner, ahead, choice=RIGHT)
    assert response.status_code == 302
    assert learner.get(response.headers["Location"]).headers["Location"] == REVIEW
    assert ahead.reviews.count() == 1


def test_after_the_last_of_today_the_rest_waits(
    learner: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.quizzes.cards.queue.MOST_A_DAY", 1)
    card = make("what", at=YESTERDAY - timedelta(days=1))
    make("when", at=YESTERDAY)
    send(learner, card, choice=RIGHT)
    page = text_of(learner.get(REVIEW))
    assert "Done for today You have reviewed 1 card today. 1 more is due" in page
    assert f"{MOST_A_DAY} a day are enough" in page


def test_htmx_gets_the_part_and_a_boosted_link_the_page(learner: Client, make: Make) -> None:
    make("what", at=YESTERDAY)
    assert learner.get(REVIEW, headers=HTMX).content.decode().lstrip().startswith("<div")
    assert "<html" in learner.get(REVIEW, headers=HTMX | {"HX-Boosted": "true"}).content.decode()


def test_a_card_is_its_learner_s_alone(
    make: Make, client: Client, other_student: User, client_of: Browser
) -> None:
    url = reverse("quizzes:card", args=[make("what", at=YESTERDAY).pk])
    for other in (client, client_of(other_student)):
        assert other.get(url).status_code == 404
        assert other.post(url).status_code == 404
    assert CardReview.objects.count() == 1


def test_a_verdict_of_long_ago_names_no_day_that_is_over(learner: Client, make: Make) -> None:
    card = make("what", at=YESTERDAY)
    send(learner, card, choice=RIGHT)
    Card.objects.update(due=YESTERDAY)
    assert "it is due again" in text_of(learner.get(reverse("quizzes:card", args=[card.pk])))


def test_of_a_lesson_that_was_taken_back_nothing_is_shown(learner: Client, make: Make, quiz: Lesson) -> None:
    card = make("what", at=YESTERDAY)
    send(learner, card, choice=RIGHT)
    quiz.unpublish()
    quiz.save()
    assert learner.get(reverse("quizzes:card", args=[card.pk])).headers["Location"] == REVIEW


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_cannot_be_stored_is_not_said_to_be(learner: Client, make: Make) -> None:
    card = make("what", at=YESTERDAY)
    sent = hidden(learner.get(REVIEW).content.decode()) | {"choice": RIGHT, "sureness": "fairly"}
    learner.raise_request_exception = False
    with read_only(connection):
        response = learner.post(reverse("quizzes:card", args=[card.pk]), sent)
        assert learner.get(REVIEW).status_code == 200
    assert response.status_code == 503
    assert all(f'name="{name}" value="{value}"' in response.content.decode() for name, value in sent.items())


def test_the_home_page_begins_with_what_is_due(learner: Client, make: Make) -> None:
    assert "to review today" not in text_of(learner.get("/"))
    make("what", at=YESTERDAY)
    page = text_of(learner.get("/"))
    assert "1 question to review today" in page
    assert page.index("to review today") < page.index("Temporary access on AWS, step by step")


def test_the_home_page_says_what_waits(learner: Client, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.quizzes.cards.queue.MOST_A_DAY", 1)
    make("what", at=YESTERDAY)
    make("when", at=YESTERDAY)
    assert "1 more waits for another day." in text_of(learner.get("/"))
