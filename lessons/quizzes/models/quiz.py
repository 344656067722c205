"""Quizzes with times of their own: graded ones, and practice exams."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models.question import Question
from lessons.quizzes.score_policies import POLICIES
from lessons.quizzes.times import Extension, Times

__all__ = ["MOST_MINUTES", "MOST_QUESTIONS", "Quiz", "QuizLearner"]

MOST_QUESTIONS = 100
MOST_MINUTES = 24 * 60
MOST_DAYS = 366

in_minutes = [MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]


class QuizQuerySet(models.QuerySet["Quiz"]):
    """Quizzes, and for whom they are."""

    def for_learner(self, user: User) -> QuizQuerySet:
        """Those that this learner may take."""
        mine = QuizLearner.objects.filter(user=user, is_assigned=True).values("quiz")
        return self.filter(Q(is_for_everybody=True) | Q(pk__in=mine))


class Quiz(models.Model):
    """Which questions, for whom and when. It knows nothing of classes: who gives it to one sets these fields.

    Its questions are those chosen one by one; else those of its lesson; else those of its topics; else all
    of the bank. Feedback is given once an attempt is handed in, and where the quiz closes, only then.
    """

    key = models.SlugField(  # noqa: DJ001 -- None is no key, of which there may be many
        unique=True, null=True, editable=False, help_text="Of one that the site itself offers."
    )
    title = models.CharField(max_length=120)
    lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, null=True, blank=True, related_name="graded_quizzes"
    )
    questions = models.ManyToManyField(Question, blank=True, related_name="quizzes")
    topics = models.JSONField(default=list, blank=True)
    question_count = models.PositiveSmallIntegerField(
        "number of questions",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_QUESTIONS)],
        help_text=f"So many are drawn for each attempt; all, up to {MOST_QUESTIONS}, where this is empty.",
    )
    minutes = models.PositiveSmallIntegerField(
        "time limit in minutes",
        null=True,
        blank=True,
        validators=in_minutes,
        help_text="None where it is empty.",
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="What is handed in later is marked as late, and counts."
    )
    closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Then what is saved is handed in by itself, and feedback is shown."
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Any number where it is empty."
    )
    shuffles_questions = models.BooleanField(default=True)
    shuffles_choices = models.BooleanField(default=True)
    asks_sureness = models.BooleanField("asks how sure", default=False)
    policy = models.CharField(
        "score that counts",
        max_length=10,
        default="best",
        choices=[(name, policy.label) for name, policy in POLICIES.items()],
    )
    is_for_everybody = models.BooleanField(
        "for everybody", default=False, help_text="Or only for the learners below who are assigned."
    )
    learners = models.ManyToManyField(settings.AUTH_USER_MODEL, through="QuizLearner", related_name="quizzes")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "quizzes"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("due_at")), name="due_after_it_opens"),
            models.CheckConstraint(condition=Q(due_at__lte=F("closes_at")), name="closes_after_it_is_due"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is begun."""
        return reverse("quizzes:exam") if self.key else reverse("quizzes:graded", args=[self.pk])

    def clean(self) -> None:
        """Raise ValidationError where its times are in no order."""
        wrong = {}
        if self.opens_at and self.due_at and self.opens_at >= self.due_at:
            wrong["due_at"] = "It cannot be due before it opens."
        for name in ("opens_at", "due_at"):
            earlier = getattr(self, name)
            if self.closes_at and earlier and self.closes_at < earlier:
                wrong["closes_at"] = "It cannot close before it opens or is due."
        if wrong:
            raise ValidationError(wrong)

    @property
    def times(self) -> Times:
        """When it can be taken, by whom nothing else was promised."""
        return Times(self.opens_at, self.due_at, self.closes_at)

    def extension_of(self, user: User) -> Extension:
        """What this learner gets more."""
        rows = self.places.filter(user=user).extensions() if self.pk else {}
        return next(iter(rows.values()), Extension())


class QuizLearnerQuerySet(models.QuerySet["QuizLearner"]):
    """Learners of quizzes."""

    def extensions(self) -> dict[tuple[int, int], Extension]:
        """What they get more, by the ids of quiz and user."""
        rows = self.values_list("quiz_id", "user_id", "extra_days", "extra_minutes")
        return {(quiz, user): Extension(days, minutes) for quiz, user, days, minutes in rows}


class QuizLearner(models.Model):
    """A learner of a quiz, and what they get more than others."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_places")
    is_assigned = models.BooleanField("assigned", default=True)
    extra_minutes = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_MINUTES)], help_text="More for each attempt."
    )
    extra_days = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_DAYS)], help_text="More until it is due and closes."
    )

    objects = QuizLearnerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "user"], name="one_place_a_learner")]

    def __str__(self) -> str:
        return f"{self.user.display_name} in “{self.quiz}”"
