"""The admin's page of a lesson as a browser sends it back: every field, with what the page showed."""

from __future__ import annotations

from typing import Any

from django.test import Client

from lessons.models import Lesson


def address(lesson: Lesson) -> str:
    return f"/admin/lessons/lesson/{lesson.pk}/change/"


def filled_form(client: Client, lesson: Lesson) -> dict[str, Any]:
    """What submitting the page unchanged would send."""
    page = client.get(address(lesson))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                data[form.add_prefix(name)] = value
    return data


def errors_on(page: Any) -> str:
    """Everything the page complains about, as one text."""
    found = [str(page.context["adminform"].form.errors)]
    for inline in page.context["inline_admin_formsets"]:
        found += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return "\n".join(found)
