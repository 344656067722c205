"""Caches that fail open: where they do not answer, every page works as if nothing were cached yet.

What is kept there are counts that slow people down. Nobody is shut out because these are lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from django.core.cache.backends import db, redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import Error
from redis.exceptions import RedisError

__all__ = ["DatabaseCache", "FailsOpen", "RedisCache"]

logger = logging.getLogger(__name__)

ASK_AGAIN_SECONDS = 5  # after it did not answer, for asking may take its time
SAY_AGAIN_SECONDS = 60
# The operations of a cache, and what each gives where nothing is kept.
EMPTY: dict[str, Callable[[], Any]] = {
    "add": lambda: True,
    "set": lambda: None,
    "touch": lambda: False,
    "delete": lambda: False,
    "get_many": dict,
    "set_many": list,
    "delete_many": lambda: None,
    "has_key": lambda: False,
}


class FailsOpen(BaseCache):
    """A cache that is empty while what it is kept in raises `gone`."""

    gone: ClassVar[type[Exception]]
    asked_again: ClassVar[float] = 0.0
    said_again: ClassVar[float] = 0.0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default where there is none or no answer."""
        return self.asked(super().get, lambda: default, key, default, version)

    def asked(self, operation: Callable[..., Any], empty: Callable[[], Any], *args: Any, **given: Any) -> Any:
        """What an operation gives, or what it does where nothing is kept."""
        if monotonic() < FailsOpen.asked_again:
            return empty()
        try:
            return operation(*args, **given)
        except self.gone as error:
            FailsOpen.asked_again = monotonic() + ASK_AGAIN_SECONDS
            self.complain(error)
            return empty()

    def complain(self, why: object) -> None:
        """Say in the log that limits are not kept, now and then."""
        if monotonic() >= FailsOpen.said_again:
            FailsOpen.said_again = monotonic() + SAY_AGAIN_SECONDS
            logger.warning("the cache does not answer, and limits are not kept meanwhile: %s", why)

    def answers(self) -> bool:
        """Whether it keeps what it is given. Raises what stands in the way."""
        key = "health"
        super().set(key, 1, 10)
        return super().get(key) == 1


def _failing_open(name: str, empty: Callable[[], Any]) -> Callable[..., Any]:
    def operation(self: FailsOpen, *args: Any, **given: Any) -> Any:
        return self.asked(getattr(super(FailsOpen, self), name), empty, *args, **given)

    return operation


for _name, _empty in EMPTY.items():
    setattr(FailsOpen, _name, _failing_open(_name, _empty))


class RedisCache(FailsOpen, redis.RedisCache):
    """Redis, which answers at once or not at all."""

    gone = RedisError

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})


class DatabaseCache(FailsOpen, db.DatabaseCache):
    """A table of the database, which drops what it cannot store without a word."""

    gone = Error

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether the key is the caller's now: nobody holds what cannot be stored."""
        added = bool(super().add(key, value, timeout, version))
        if added or self.has_key(key, version):
            return added
        self.complain("its table cannot be written")
        return True

    def _base_set(self, mode: str, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        stored = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc] # Django has it
        if mode == "set" and not stored:
            self.complain("its table cannot be written")
        return stored
