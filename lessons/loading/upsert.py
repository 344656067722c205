"""Rows made from content files: checked by their models, updated in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError

from lessons.loading.documents import ContentError, Document, Node

__all__ = ["REASON", "clean", "delete_rows", "save", "save_changed", "sync"]

REASON = "Loaded from files"
M = TypeVar("M", bound=Model)


def clean(row: M, node: Node, *, only: Iterable[str] = ()) -> M:
    """``row`` itself, checked by its model's own rules, all of them or those of the fields in ``only``.

    Raises ContentError at the key of the first field that is wrong. Foreign keys are left alone: the
    loader has looked them up itself. What a version keeps was in the database like this.
    """
    if node.document.is_kept:
        return row
    fields = {field.name: field for field in row._meta.fields}
    left_out = {name for name, field in fields.items() if field.is_relation or (only and name not in only)}
    try:
        row.clean_fields(exclude=left_out)
    except ValidationError as invalid:
        name, messages = next(iter(invalid.message_dict.items()))
        raise node.error(f"{name}: {messages[0]}", name) from invalid
    return row


def sync(existing: QuerySet[M], wanted: list[M], key: Callable[[M], Hashable]) -> list[M]:
    """Write ``wanted`` over the ``existing`` rows of the same key, and give back the rows nobody wants.

    A row keeps its id, so that what points to it (a reader's answer, its history) still does.
    """
    old = {key(row): row for row in existing}
    for row in wanted:
        before = old.pop(key(row), None)
        if before is None:
            save(row)
        else:
            row.pk = before.pk
            row._state.adding = False
            if values(row) != values(before):
                save(row)
    return list(old.values())


def save(row: Model) -> None:
    """Save the row, and say in its history where it came from."""
    row._change_reason = REASON  # type: ignore[attr-defined] # simple-history reads it from the row
    row.save()


def save_changed(row: Model) -> None:
    """Save the row unless the database has it as it is: nothing changed, so its history says nothing."""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None or values(row) != values(stored):
        save(row)


def values(row: Model) -> dict[str, object]:
    """What is stored of the row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def delete_rows(rows: Iterable[Model], document: Document) -> None:
    """Delete what the files no longer have. Raises ContentError where something still points to it."""
    for row in rows:
        try:
            row.delete()
        except (ProtectedError, RestrictedError) as needed:
            raise ContentError(
                document.file, 1, f"“{row}” is gone from this file, but something still points to it."
            ) from needed
