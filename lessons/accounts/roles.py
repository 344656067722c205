"""What instructors may do in the admin."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as installed
from django.db.models import Q

__all__ = ["INSTRUCTORS", "grant_instructors"]

INSTRUCTORS = "Instructors"
ACTIONS = ("view", "add", "change", "delete")
EDITABLE = {
    "lessons": ("chapter", "lesson", "actor", "flownode", "step", "trackervalue", "keymoment"),
    "quizzes": ("question", "choice", "quiz", "quizlearner"),
    "sandbox": ("lab", "scenario"),
}


def editable() -> Q:
    """The permissions of the table above."""
    wanted = Q(pk__in=())
    for label, models in EDITABLE.items():
        codenames = [f"{action}_{model}" for action in ACTIONS for model in models]
        wanted |= Q(content_type__app_label=label, codename__in=codenames)
    return wanted


def grant_instructors(*, using: str, apps: Apps = installed, **kwargs: Any) -> None:
    """Give the group exactly these permissions; a post_migrate receiver that writes only what differs."""
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # only some apps were migrated: their tables are not there yet
        return
    group, _ = group_model.objects.using(using).get_or_create(name=INSTRUCTORS)
    group.permissions.set(permission_model.objects.using(using).filter(editable()))
