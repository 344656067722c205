"""How a guest comes back: by a code, of which only a digest is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from lessons.accounts.codes import new_code, read_code
from lessons.accounts.limits import Counter, count, seconds_to_wait
from lessons.accounts.models import User

__all__ = ["HOLDS", "TooManyCodesError", "WrongCodeError", "find_guest", "give_code", "who_may_return"]

LENGTH = 12  # at each place one of 24 characters: 3.6 * 10**16 codes
HOLDS = timedelta(days=180)  # as long as a browser remembers a guest (SESSION_COOKIE_AGE)


class WrongCodeError(Exception):
    """No guest comes back by this code; the message is a sentence for the visitor."""


class TooManyCodesError(WrongCodeError):
    """Too many wrong codes from one address."""


def give_code(guest: User, now: datetime) -> str:
    """A new code for ``guest``, good until ``now`` + HOLDS; the one before opens nothing any more."""
    code = new_code(LENGTH)
    guest.return_digest, guest.return_until = digest(code), now + HOLDS
    guest.save(update_fields=["return_digest", "return_until"])
    return code


def find_guest(typed: str, address: Counter, now: datetime) -> User:
    """The guest whose code was typed. Raises WrongCodeError, after too many of them TooManyCodesError.

    A right code always opens: otherwise one visitor could keep a whole school out by guessing wrong.
    """
    code = read_code(typed, LENGTH)
    if code is None:
        raise WrongCodeError("A code has twelve letters and digits, such as BCDF-GHJK-MNPQ.")
    guest = User.objects.filter(is_guest=True, return_digest=digest(code), return_until__gt=now).first()
    if guest is None:
        raise wrong_code(address, now)
    return guest


def wrong_code(address: Counter, now: datetime) -> WrongCodeError:
    """What to say to a wrong code, having counted it; only wrong ones wait."""
    if seconds := seconds_to_wait([address], now):
        return TooManyCodesError(f"Those were too many wrong codes. Try again in {-(-seconds // 60)} min.")
    count([address], now)
    return WrongCodeError("No work waits for this code. Compare it with what you wrote down.")


def digest(code: str) -> str:
    """What is stored of a code. Without the site's key nobody can try codes on it."""
    return salted_hmac("lessons.accounts.return_codes", code, algorithm="sha256").hexdigest()


def who_may_return() -> QuerySet[User, Any]:
    """The ids of those whose code still holds."""
    return User.objects.filter(return_until__gt=Now()).values("pk")
