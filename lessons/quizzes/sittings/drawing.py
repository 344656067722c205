"""Which questions an attempt at a quiz with times asks, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Question, Quiz
from lessons.quizzes.models.question import new_seed
from lessons.quizzes.models.quiz import MOST_QUESTIONS
from lessons.quizzes.question_types import choice

__all__ = ["Selection", "draw", "pool", "topics"]

OF_LESSON = Q(lesson=None) | Q(lesson__status=Lesson.Status.PUBLISHED)
# Who is asked over many lessons has none of them at hand: "step 3" is then a riddle.
BY_ITSELF = ~Q(prompt__iregex=r"step [0-9]")
# What a question is about: its topic, or else the chapter that it stands in.
TOPIC = Case(When(~Q(topic=""), then=F("topic")), default=F("lesson__chapter__title"))


@dataclass(frozen=True)
class Selection:
    """What is drawn from: questions about these topics, or about any; ``most`` of them."""

    topics: tuple[str, ...] = ()
    most: int = MOST_QUESTIONS


def pool(quiz: Quiz, topics: Sequence[str] = ()) -> QuerySet[Question]:
    """The questions that the quiz may ask, about these topics: what it names first decides.

    What a graded quiz names is not asked by the practice exam, which tells the key to anybody at once, before
    that quiz is closed.
    """
    asked = Question.objects.published().filter(OF_LESSON).annotate(about=TOPIC)
    if quiz.key:
        asked = asked.exclude(quizzes__in=Quiz.objects.filter(key=None).exclude(closes_at__lte=Now()))
    if quiz.pk and quiz.questions.exists():
        asked = asked.filter(quizzes=quiz)
    elif quiz.lesson_id:
        asked = asked.filter(lesson=quiz.lesson_id)
    else:
        asked = asked.filter(BY_ITSELF)
    about = [*topics] or quiz.topics
    return asked.filter(about__in=about) if about else asked


def topics() -> dict[str, int]:
    """How many questions are asked about each topic of the bank, in one query."""
    counts: dict[str, int] = {}
    about = Question.objects.published().filter(OF_LESSON, BY_ITSELF).annotate(about=TOPIC)
    for topic in about.order_by("lesson__chapter__position", "about").values_list("about", flat=True):
        if topic:
            counts[topic] = counts.get(topic, 0) + 1
    return counts


def draw(quiz: Quiz, selection: Selection, random: Random) -> list[AskedQuestion]:
    """So many questions, their topics as evenly as they go, in the order in which they are asked."""
    found = pool(quiz, selection.topics).select_related("step", "lesson__chapter").prefetch_related("choices")
    rows = list(found.order_by("lesson__chapter__position", "lesson__position", "position", "pk"))
    place = {row.pk: number for number, row in enumerate(rows)}
    taken = evenly(rows, min(selection.most, MOST_QUESTIONS), random)
    if quiz.shuffles_questions:
        random.shuffle(taken)
    else:
        taken.sort(key=lambda row: place[row.pk])
    return [ask(row, quiz, random) for row in taken]


def evenly(rows: Iterable[Question], most: int, random: Random) -> list[Question]:
    """At most so many, drawn from one topic after the other."""
    by_topic: dict[str, list[Question]] = defaultdict(list)
    for row in rows:
        by_topic[row.about or ""].append(row)  # type: ignore[attr-defined] # annotated by `pool`
    piles = list(by_topic.values())
    for pile in piles:
        random.shuffle(pile)
    random.shuffle(piles)
    turns = max(map(len, piles), default=0)
    return [pile[turn] for turn in range(turns) for pile in piles if turn < len(pile)][:most]


def ask(row: Question, quiz: Quiz, random: Random) -> AskedQuestion:
    """The question as it is asked, with its lesson and what it is about."""
    trace = trace_of(row.lesson) if row.lesson and row.step else None
    number = trace.number_of(row.step.key) if trace and row.step else None
    asked = row.as_asked(number or 0, new_seed())
    slug = row.lesson.slug if row.lesson else ""
    about = row.about or ""  # type: ignore[attr-defined] # annotated by `pool`
    asked = replace(asked, lesson=slug, topic=about)
    return shuffled(asked, random) if quiz.shuffles_choices else asked


def shuffled(asked: AskedQuestion, random: Random) -> AskedQuestion:
    """The question with its choices in another order, where it is one of choices."""
    if not isinstance(asked.value, choice.Choices):
        return asked
    choices = [*asked.value.choices]
    random.shuffle(choices)
    return replace(asked, content=choice.dump(replace(asked.value, choices=tuple(choices))))
