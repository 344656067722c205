"""Classes: an instructor opens one, students join it by its code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.codes import show_code
from lessons.classrooms.join_codes import LENGTH

__all__ = ["Classroom", "Membership"]


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    """Classes, with what their pages tell of them."""

    def with_size(self) -> ClassroomQuerySet:
        """Each with ``size``, the number of its students."""
        return self.annotate(size=models.Count("memberships"))


class Classroom(models.Model):
    """A class of one instructor; closed, it keeps its students and takes no new ones."""

    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes_taught"
    )
    name = models.CharField(max_length=80)
    join_code = models.CharField(max_length=LENGTH, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The class page: the whole class for its instructor, their own row for a student."""
        return reverse("classrooms:classroom", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether students may join."""
        return self.closed_at is None

    @property
    def shown_code(self) -> str:
        """The join code as people see it: ``BCDF-GHJK``."""
        return show_code(self.join_code)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, in the orders in which pages list them."""

    def by_name(self) -> MembershipQuerySet:
        """With their users, in the order of the names an instructor sees."""
        name = Lower(Coalesce(NullIf("shown_name", models.Value("")), "user__username"))
        return self.select_related("user").order_by(name, "pk")

    def with_classroom(self) -> MembershipQuerySet:
        """With their classes and who teaches them, the latest joined first."""
        return self.select_related("user", "classroom__instructor").order_by("-joined_at", "-pk")


class Membership(models.Model):
    """That a user, guest or account, is a student of a class."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    shown_name = models.CharField(
        max_length=60, blank=True, help_text="What a guest asked to be called in this class."
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classroom", "user"], name="one_membership_a_class"),
            models.UniqueConstraint(
                "classroom", Lower("shown_name"), condition=~models.Q(shown_name=""), name="one_name_a_class"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the class page calls this student."""
        return self.shown_name or self.user.display_name
