"""Who changed a row, or which part of a lesson, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from lessons.models import Actor, FlowNode, KeyMoment, Lesson, Step, TrackerValue

__all__ = ["PARTS", "HistoryAdmin", "PartChange", "of_lesson", "part_changes"]

SHOWN = 200
LONGEST_ID = 18  # digits, which every database's integers hold
VERBS = {"+": "added", "~": "changed", "-": "deleted"}

Records = Callable[[int], QuerySet[Any]]


def of_lesson(model: Any) -> Records:
    """The history of a part that points to its lesson, by the lesson's id; also of parts deleted since."""
    return lambda lesson_id: model.history.filter(lesson_id=lesson_id)


# A chapter with rows of its own in a lesson appends what finds their history.
PARTS: list[Records] = [
    lambda lesson_id: Lesson.history.filter(id=lesson_id),
    *(of_lesson(model) for model in (Actor, FlowNode, Step, TrackerValue, KeyMoment)),
]


def could_be_an_id(text: str) -> bool:
    """Whether there can be a row of that id in any database."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID


class HistoryAdmin(SimpleHistoryAdmin):
    """simple-history's pages, for rows that are there and people who may see them: else 404, or 403."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions of a row. Raises Http404 and PermissionDenied."""
        self.get_visible(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    @transaction.atomic
    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One version of a row, to go back to. Raises Http404 and PermissionDenied."""
        self.get_visible(request, object_id)
        if not could_be_an_id(version_id):
            raise Http404("There is no such version.")
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response

    def get_visible(self, request: HttpRequest, object_id: str) -> Model:
        """The row of that id, for who may see it. Raises Http404 and PermissionDenied."""
        row = self.get_object(request, object_id) if could_be_an_id(object_id) else None
        if row is None:
            raise Http404("There is no such row, or it is gone.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row


@dataclass(frozen=True)
class PartChange:
    """A change to a lesson's fields or to a part of it; ``by`` is None where the course's files were loaded.

    ``fields_of`` is the record of the lesson's own fields, None for a part.
    """

    at: datetime
    kind: str
    what: str
    verb: str
    by: AbstractBaseUser | None
    reason: str
    fields_of: int | None


def part_changes(lesson_id: int) -> list[PartChange]:
    """The latest changes to the lesson's parts, newest first, in one query a kind of part."""
    records = chain.from_iterable(
        history(lesson_id).select_related("history_user")[:SHOWN] for history in PARTS
    )
    changes = [
        PartChange(
            at=record.history_date,
            kind=record.instance_type._meta.verbose_name,
            what=str(record.instance),
            verb=VERBS[record.history_type],
            by=record.history_user,
            reason=record.history_change_reason or "",
            fields_of=record.pk if record.instance_type is Lesson else None,
        )
        for record in records
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:SHOWN]
