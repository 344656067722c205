"""What readers' work hangs on is not deleted, and the admin says what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import PROTECT, Model, QuerySet
from django.http import HttpRequest

__all__ = ["KeptWithWorkAdmin", "has_work"]


class KeptWithWorkAdmin(admin.ModelAdmin):
    """Refuses to delete a row that rows of readers protect, in the sentence ``instead``.

    The rows themselves are not listed: there may be thousands, and they are their readers' own.
    """

    instead: str
    delete_confirmation_template = "admin/kept/delete_confirmation.html"

    def get_deleted_objects(self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest) -> Any:
        """Django's summary, or the reasons why nothing can go."""
        kept = [f"“{row}” {self.instead}" for row in objs if has_work(row)]
        return ([], {}, set(), kept) if kept else super().get_deleted_objects(objs, request)


def has_work(row: Model) -> bool:
    """Whether any row protects this one from being deleted."""
    relations = [relation for relation in row._meta.related_objects if relation.on_delete is PROTECT]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
    )
