"""Who can sign a call in a sandbox: its users, and the sessions that STS has issued there."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import BadRequest

from lessons import aws
from lessons.sandbox.documents.placeholders import IDENTITY, caller_arns, fits
from lessons.sandbox.models import Sandbox
from lessons.sandbox.scenarios import personas
from lessons.sandbox.text import arn_name, duration

__all__ = ["GONE", "Choices", "administrators", "choices", "keys_of", "signer"]

SHOWN_SESSIONS = 20
GONE = "These credentials are gone. Go back to the sandbox and assume the role again."

# A select's options in groups: value and label of each.
Choices = list[tuple[str, list[tuple[str, str]]]]


def choices(sandbox: Sandbox) -> Choices:
    """The users by ARN, and the newest sessions by access key id: the living ones before the dead."""
    users = [(user.arn, f"{user.name} · user") for user in personas.users(sandbox.world).values()]
    now = sandbox.now()
    sessions = sandbox.sessions(SHOWN_SESSIONS)
    groups = {
        "Users": users,
        "Sessions": [_option(session, now) for session in sessions if not session.expired(now)],
        "Expired sessions": [_option(session, now) for session in sessions if session.expired(now)],
    }
    return [(title, options) for title, options in groups.items() if options]


def administrators(sandbox: Sandbox) -> Choices:
    """Each account's administrator, as a group of options."""
    world = aws.World(sandbox.world)
    names = {number: account["name"] for number, account in world.accounts.items()}
    options = [(user.arn, f"{user.name} of {names[user.account_id]}") for user in world.administrators]
    return [("Administrators", options)] if options else []


def keys_of(sandbox: Sandbox, caller: str) -> aws.Credentials:
    """What to sign with: as the user of that ARN, or with temporary credentials of that key id.

    Raises BadRequest where there is neither.
    """
    world = aws.World(sandbox.world)
    known = {user.arn: user for user in (*world.administrators, *personas.users(sandbox.world).values())}
    if user := known.get(caller):
        return user.credentials
    if session := sandbox.session(caller):
        return session.credentials
    raise BadRequest(GONE)


def signer(sandbox: Sandbox, by: str) -> str:
    """Who signs, as an author writes it, as a choice: a user's ARN, or the newest session of a role.

    One that lives comes before one that has expired. "" where there is nobody such.
    """
    if not IDENTITY.fullmatch(by):
        return ""
    world, now = aws.World(sandbox.world), sandbox.now()
    arns = caller_arns(by, world)
    users = [arn for arn in personas.users(sandbox.world) if any(fits(pattern, arn) for pattern in arns)]
    if users:
        return users[0]
    sessions = sorted(sandbox.sessions(SHOWN_SESSIONS), key=lambda session: session.expired(now))
    its = (session for session in sessions if any(fits(pattern, session.arn) for pattern in arns))
    return next((session.access_key_id for session in its), "")


def _option(session: aws.Session, now: datetime) -> tuple[str, str]:
    left = session.seconds_left(now)
    life = f"{duration(left)} left" if left else "expired"
    return (
        session.access_key_id,
        f"{arn_name(session.arn)} · …{session.access_key_id[-4:]} · {life}",
    )
