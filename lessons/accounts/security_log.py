"""The security log: who signed in, who was refused, whose rights changed; no name, password or key."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.http import HttpRequest

from lessons.accounts.addresses import client_address
from lessons.accounts.models import User

__all__ = ["connect", "tell"]

logger = logging.getLogger("learnsts.security")

# What an account may do, and what a new one may.
RIGHTS = {"is_active": True, "is_staff": False, "is_superuser": False}
CHANGES = {"post_add": "added", "post_remove": "removed", "post_clear": "cleared"}


def tell(event: str, request: HttpRequest | None = None, *, level: int = logging.INFO, **facts: Any) -> None:
    """Write a line: what happened, the facts as fields of their own, and from which address."""
    where = {"address": client_address(request.META)} if request else {}
    logger.log(level, event, extra={"fields": facts | where})


def connect() -> None:
    """Listen to what Django tells of accounts."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
    ):
        signal.connect(receiver, dispatch_uid="security log")
    pre_save.connect(_account_to_be_saved, sender=User, dispatch_uid="security log")
    post_save.connect(_account_saved, sender=User, dispatch_uid="security log")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_given, sender=through, dispatch_uid="security log")


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if not user.is_guest:
        tell("signed in", request, account=user.pk)


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user and not user.is_guest:
        tell("signed out", request, account=user.pk)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The account by its id: where there is none, what was typed as its name may be a password."""
    named = User.objects.filter(username__iexact=credentials.get("username", ""))
    account = named.values_list("pk", flat=True).first() or "none"
    tell("sign-in failed", request, level=logging.WARNING, account=account)


def _account_to_be_saved(instance: User, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """Find out what changes, for the old row is still there; it is told once the new one is."""
    names = [name for name in RIGHTS if update_fields is None or name in update_fields]
    before = (User.objects.filter(pk=instance.pk).values(*names).first() if names else None) or RIGHTS
    rights = {name: getattr(instance, name) for name in names if getattr(instance, name) != before[name]}
    is_new_password = instance._password is not None  # type: ignore[attr-defined] # else it is hashed anew at most
    instance._changes = {"password changed": is_new_password, "rights changed": rights}  # type: ignore[attr-defined] # read once it is saved


def _account_saved(instance: User, **kwargs: Any) -> None:
    changes = instance._changes  # type: ignore[attr-defined] # noted before it was saved
    if changes["password changed"]:
        _tell_of(instance, "password changed")
    if changes["rights changed"]:
        _tell_of(instance, "rights changed", **changes["rights changed"])


def _rights_given(
    instance: Model, model: type[Model], action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Groups of an account, or permissions of an account or a group."""
    if action in CHANGES and pk_set != set():
        ids = ",".join(map(str, sorted(pk_set or ())))
        what = f"{model._meta.verbose_name_plural} {CHANGES[action]}"
        _tell_of(instance, "rights changed", change=what, ids=ids)


def _tell_of(row: Model, event: str, **facts: Any) -> None:
    """Tell what becomes of a row, once it is so."""
    kind = "account" if isinstance(row, User) else str(row._meta.model_name)  # `user` is who does it
    transaction.on_commit(lambda: tell(event, **{kind: row.pk}, **facts))
