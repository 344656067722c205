"""The credential report: every user with password, keys and MFA, as a CSV file (IAM User Guide, "Generate
credential reports"). It is made at most every four hours, and told as it was made."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from lessons.aws.arn import REGION, user_arn
from lessons.aws.errors import AwsError
from lessons.aws.services.iam.answers.change import Change
from lessons.aws.services.iam.answers.described import Item
from lessons.aws.services.iam.answers.paging import by_name
from lessons.aws.services.iam.limits import MOST_KEYS
from lessons.aws.services.iam.wish import Wish

GOOD_FOR = timedelta(hours=4)
_PLACE = "credential_report"
_ISO = "%Y-%m-%dT%H:%M:%S+00:00"
_KEY = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
HEADER = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    *(f"access_key_{number}_{name}" for number in (1, 2) for name in _KEY),
    *(f"cert_{number}_{name}" for number in (1, 2) for name in ("active", "last_rotated")),
)
_NO_PASSWORD = ("false", "N/A", "N/A", "N/A")
_NO_KEY = ("false", "N/A", "N/A", "N/A", "N/A")
_NO_CERTIFICATES = ("false", "N/A", "false", "N/A")


def generate(wish: Wish) -> Change:
    """Begin a report, unless there is one already."""
    if _is_good(wish):
        return Change({}, {"State": "COMPLETE"})
    report = {"generated": wish.moment, "content": _as_csv(_rows(wish))}
    told = "No report exists. Starting a new report generation task"
    return Change({_PLACE: report}, {"State": "STARTED", "Description": told})


def get(wish: Wish) -> Mapping[str, Any]:
    """The report as it was made."""
    report = wish.account.get(_PLACE)
    if report is None:
        raise AwsError("no report", "iam")
    if not _is_good(wish):
        raise AwsError("report expired", "iam")
    content = report["content"].encode()
    return {"Content": content, "ReportFormat": "text/csv", "GeneratedTime": report["generated"]}


def _is_good(wish: Wish) -> bool:
    report = wish.account.get(_PLACE)
    return report is not None and wish.now < datetime.fromisoformat(report["generated"]) + GOOD_FOR


def _as_csv(rows: Iterable[Iterable[str]]) -> str:
    """The rows as lines, with quotes around what has a comma: names and paths may."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().rstrip("\n")


def _rows(wish: Wish) -> Iterator[tuple[str, ...]]:
    yield HEADER
    with_mfa = {device["user"] for device in wish.account["mfa_devices"].values()}
    for name, item in by_name(wish.account["users"].items()):
        named = (name, user_arn(wish.account_id, item["path"], name), _moment(item["created"]))
        keys = [part for key in item["access_keys"] for part in _key(wish, key)]
        missing = _NO_KEY * (MOST_KEYS - len(item["access_keys"]))
        mfa = str(name in with_mfa).lower()
        yield (*named, *_NO_PASSWORD, mfa, *keys, *missing, *_NO_CERTIFICATES)


def _key(wish: Wish, key: Item) -> tuple[str, ...]:
    made, uses = (str(key["active"]).lower(), _moment(key["created"])), wish.world.find_uses(key["id"])
    if not uses:
        return (*made, "N/A", "N/A", "N/A")
    return (*made, uses[0].at.strftime(_ISO), REGION, uses[0].service)


def _moment(text: str) -> str:
    return text.replace("Z", "+00:00")


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {"GetCredentialReport": get}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {"GenerateCredentialReport": generate}
