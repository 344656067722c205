"""Keys: what names a step, or a chapter, for good, wherever it stands and whatever it says by then."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.text import slugify

__all__ = ["KEY_LENGTH", "KeyField", "RandomKey", "is_a_key", "slug_of"]

KEY_LENGTH = 60
SLUG_LENGTH = 40
ARTICLES = {"a", "an", "the"}
BETWEEN_WORDS = re.compile(r"[./_]|(?<=[a-z])(?=[A-Z])")  # also within AssumeRole
is_a_key = RegexValidator(
    r"\A[a-z][a-z0-9-]*\Z", "A key is lowercase letters, digits and hyphens, and begins with a letter."
)


class RandomKey(models.Func):
    """A key that the database makes, for rows of nodes that do not know of keys yet."""

    template = "'k' || lower(hex(randomblob(6)))"
    output_field = models.CharField(max_length=KEY_LENGTH)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has no hex(randomblob())."""
        template = "'k' || substr(md5(gen_random_uuid()::text), 1, 12)"
        return self.as_sql(compiler, connection, template=template, **context)


class KeyField(models.CharField):
    """A key; a row that is stored without one gets one of the text in ``made_of``, which is like no other.

    Chance makes it differ from keys that are gone, so that what is still stored about those stays apart.
    """

    def __init__(self, *args: Any, made_of: str = "", **kwargs: Any) -> None:
        self.made_of = made_of
        fixed = {"max_length": KEY_LENGTH, "default": "", "db_default": RandomKey(), "editable": False}
        super().__init__(*args, **{**kwargs, **fixed, "validators": [is_a_key]})

    def deconstruct(self) -> Any:
        """The field for a migration; what is fixed is made again."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default", "db_default", "editable", "validators"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "made_of": self.made_of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The key that the row has, or one that is made now."""
        if not getattr(model_instance, self.attname):
            text = getattr(model_instance, self.made_of)
            setattr(model_instance, self.attname, f"{slug_of(text)}-{get_random_string(4).lower()}")
        return super().pre_save(model_instance, add)


def slug_of(text: str) -> str:
    """The words of ``text`` that tell most: “STS processes the request” is ``sts-processes-request``."""
    slug = ""
    for word in slugify(BETWEEN_WORDS.sub(" ", text)).split("-"):
        if word in ARTICLES:
            continue
        if len(slug) + 1 + len(word) > SLUG_LENGTH:
            break
        slug = f"{slug}-{word}".strip("-")
    return slug if slug[:1].isalpha() else f"step-{slug}".strip("-")
