"""Chapters and lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from lessons.accounts.models import User
from lessons.keys import KeyField

__all__ = ["LONGEST_LIFE", "Chapter", "Lesson", "Source"]

LONGEST_LIFE = 36 * 60 * 60  # seconds; no call of STS gives credentials that live longer


@dataclass(frozen=True)
class Source:
    """Something to read on: a title and its address, which is empty where none was given."""

    title: str
    url: str

    @classmethod
    def from_line(cls, line: str) -> Source:
        """Read a line such as “IAM User Guide https://…”."""
        title, _, url = line.rpartition(" ")
        return cls(title.strip(), url) if url.startswith("https://") else cls(line, "")


# Markdown is rendered for every reader: a long text keeps a worker busy for a second.
no_longer_than_a_page = MaxLengthValidator(
    60_000, "This text has %(show_value)s characters; %(limit_value)s are the most. Split it in two."
)


class Chapter(models.Model):
    """A part of the course, such as “Why temporary”; its key stays when it is renamed."""

    key = KeyField(made_of="title", unique=True, help_text="What files know it by. It never changes.")
    position = models.PositiveSmallIntegerField("order", default=0)
    title = models.CharField(max_length=80, unique=True)
    summary = models.CharField(max_length=200, blank=True)
    edited_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When an instructor last edited it in admin."
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons in the course's order, and those that somebody may see."""

    def update(self, **values: Any) -> int:
        """Update, and mark the lessons as changed."""
        return super().update(**{"updated_at": timezone.now()} | values)

    def in_course_order(self) -> LessonQuerySet:
        """Chapter by chapter, as the course map shows them."""
        return self.select_related("chapter").order_by("chapter__position", "chapter", "position", "pk")

    def visible_to(self, user: User | AnonymousUser) -> LessonQuerySet:
        """Published lessons; who may edit lessons sees drafts too."""
        return self if Lesson.editable_by(user) else self.filter(status=Lesson.Status.PUBLISHED)


class Lesson(models.Model):
    """A lesson, offered in nine learning styles that are all made from its rows."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="lessons")
    position = models.PositiveSmallIntegerField("order", default=0, help_text="Order within the chapter.")
    slug = models.SlugField(max_length=80, unique=True, help_text="The lesson's name in its address.")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240, help_text="One sentence for the course map.")
    cloud = models.CharField(max_length=20, default="AWS")
    objectives = models.TextField(blank=True, help_text="One objective a line.")
    article = models.TextField(
        help_text="Markdown, headings from ## down.", validators=[no_longer_than_a_page]
    )
    command = models.TextField(blank=True, help_text="The execution sample, as typed in a terminal.")
    command_note = models.TextField(blank=True, help_text="One sentence on what the command does.")
    lifetime_seconds = models.PositiveIntegerField(
        default=3600,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIFE)],
        help_text="How long the credentials of the trace live, in seconds.",
    )
    stops_note = models.TextField(blank=True, help_text="Where execution stops, and why.")
    snapshot = models.TextField(blank=True, help_text="The concept on one card, one line each.")
    transcript = models.TextField(
        blank=True, help_text="The whole lesson as running text; an empty line starts a new paragraph."
    )
    sources = models.TextField(
        blank=True, help_text="To read on: one a line, a title, then its address (https://…)."
    )
    scenario = models.SlugField(
        max_length=80,
        blank=True,
        db_default="",
        editable=False,
        help_text="The scenario in which the calls of its steps can be made.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    folder = models.SlugField(
        max_length=80, blank=True, db_default="", editable=False, help_text="The slug that its folder has."
    )
    loaded_digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of the content files last loaded."
    )
    edited_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When an instructor last edited it in admin."
    )
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["folder", "loaded_digest", "edited_at", "updated_at"])
    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The lesson's first style; also what admin's “view on site” previews."""
        return reverse("lessons:read", args=[self.slug])

    @staticmethod
    def editable_by(user: User | AnonymousUser) -> bool:
        """Whether ``user`` may edit lessons; students are told apart without a query."""
        return user.is_staff and user.has_perm("lessons.change_lesson")

    @property
    def is_draft(self) -> bool:
        """Whether only those who may edit lessons see it."""
        return self.status == self.Status.DRAFT

    def hidden_from(self, user: User | AnonymousUser) -> bool:
        """Whether the lesson is a draft that ``user`` may not edit."""
        return self.is_draft and not self.editable_by(user)

    def publish(self) -> None:
        """Show the lesson to students from now on; the caller saves."""
        self.status = self.Status.PUBLISHED
        self.published_at = self.published_at or timezone.now()

    def unpublish(self) -> None:
        """Hide the lesson from students again; what they did stays. The caller saves."""
        self.status = self.Status.DRAFT

    @property
    def objective_lines(self) -> list[str]:
        """What the reader can do afterwards, one objective each."""
        return filled_lines(self.objectives)

    @property
    def snapshot_lines(self) -> list[str]:
        """The lines of the snapshot card."""
        return filled_lines(self.snapshot)

    @property
    def source_list(self) -> list[Source]:
        """What to read on."""
        return [Source.from_line(line) for line in filled_lines(self.sources)]

    @property
    def transcript_paragraphs(self) -> list[str]:
        """The transcript, split at its empty lines."""
        text = self.transcript.replace("\r\n", "\n")
        return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def filled_lines(text: str) -> list[str]:
    """The lines of ``text`` that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
