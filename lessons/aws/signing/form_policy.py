"""The policy of an upload by a form: until when it is good, and what each field has to be.

Amazon S3 API Reference, "POST Policy". Names of fields are read in any case, values as they are.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

from lessons.aws.errors import AwsError
from lessons.aws.policies.policy_json import read_json
from lessons.aws.signing.form import Form

_EXPIRATION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_MEMBERS = ("expiration", "conditions")
_RANGE, _EXACT, _START = "content-length-range", "eq", "starts-with"
_THREE = 3  # items of a condition in a list
_LISTED = "content-type"  # whose value may be a list, each item of which has to begin so
# Fields that no condition has to name.
_FREE = ("x-amz-signature", "awsaccesskeyid", "signature", "policy", "file")
_IGNORED = "x-ignore-"


def check(text: str, form: Form, now: datetime) -> None:
    """Whether an upload is what was signed. `text` is the policy as sent. Raises AwsError."""
    policy = _read(text)
    conditions = list(_conditions(policy))
    if now > _expiration(policy):
        raise AwsError("form expired", "s3")
    for condition in conditions:
        if condition[0] != _RANGE and not _holds(condition, form):
            _fail(condition)
    _check_extra(conditions, form)
    for condition in conditions:
        if condition[0] == _RANGE:
            _check_size(condition, len(form.file))


def _read(text: str) -> dict[str, Any]:
    try:
        policy = read_json(base64.b64decode(text, validate=True).decode())
    except (binascii.Error, ValueError, RecursionError):
        raise _invalid("Invalid JSON.") from None
    if not isinstance(policy, dict):
        raise _invalid("Invalid JSON.")
    for name in policy:
        if name not in _MEMBERS:
            raise _invalid(f"Unexpected: '{name.lower()}'")
    if len(policy) != len(_MEMBERS) or not isinstance(policy["conditions"], list):
        raise AwsError("form policy", "s3")
    return policy


def _expiration(policy: dict[str, Any]) -> datetime:
    text = policy["expiration"]
    try:
        if isinstance(text, str) and _EXPIRATION.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # such as the 31st of February
    raise _invalid(f"Invalid 'expiration' value: '{text}'")


def _conditions(policy: dict[str, Any]) -> Iterator[list[Any]]:
    """The conditions as lists of an operation and two values. One of a name and a value is an exact one."""
    for condition in policy["conditions"]:
        if isinstance(condition, dict):
            yield _simple(condition)
        elif isinstance(condition, list) and len(condition) == _THREE and isinstance(condition[0], str):
            yield _listed([condition[0].lower(), *condition[1:]])
        else:
            raise AwsError("form policy", "s3")


def _simple(condition: dict[str, Any]) -> list[Any]:
    if len(condition) != 1:
        raise _invalid(
            "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."
        )
    ((name, value),) = condition.items()
    if value is None:
        raise _invalid("Invalid JSON.")
    if not isinstance(value, str):
        raise _invalid("Invalid Simple-Condition: value must be a string.")
    return [_EXACT, f"${name}", value]


def _listed(condition: list[Any]) -> list[Any]:
    operation, *values = condition
    if operation == _RANGE:
        if any(isinstance(value, float) or value is None for value in values):
            raise _invalid("Invalid JSON.")
        return condition
    if operation not in (_EXACT, _START) or not all(isinstance(value, str) for value in values):
        raise AwsError("form policy", "s3")
    return condition


def _holds(condition: list[Any], form: Form) -> bool:
    operation, name, value = condition
    given = _value(name.lower(), form)
    if not name.startswith("$") or given is None:
        return False
    if operation == _EXACT:
        return bool(given == value)
    items = given.split(",") if name.lower() == f"${_LISTED}" else [given]
    return all(item.strip().startswith(value) for item in items)


def _value(name: str, form: Form) -> str | None:
    """What a field is. The bucket is that of the address, the key the one that the object gets."""
    of_form = {"$bucket": form.bucket, "$key": form.key}
    return of_form.get(name) or form.by_name.get(name.removeprefix("$"))


def _fail(condition: list[Any]) -> NoReturn:
    raise AwsError("form condition", "s3", condition=json.dumps(condition, ensure_ascii=False))


def _check_extra(conditions: list[list[Any]], form: Form) -> None:
    named = {f"{condition[1]}".removeprefix("$").lower() for condition in conditions}
    free = {*named, *_FREE}
    extra = [
        name for name in form.fields if name.lower() not in free and not name.lower().startswith(_IGNORED)
    ]
    if extra:
        raise AwsError("form field", "s3", names=", ".join(extra))


def _check_size(condition: list[Any], size: int) -> None:
    least, most = (_number(condition, value) for value in condition[1:])
    if size > most:
        raise AwsError("above the range", "s3", ProposedSize=size, MaxSizeAllowed=most)
    if size < least:
        raise AwsError("below the range", "s3", ProposedSize=size, MinSizeAllowed=least)


def _number(condition: list[Any], value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(2**63)):
        _fail(condition)
    return int(text)


def _invalid(what: str) -> AwsError:
    return AwsError("invalid form policy", "s3", what=what)
