"""Whom a trust policy or a bucket policy names is who it was, whatever becomes of the name.

AWS keeps the unique id of a user or role that such a policy names, and shows the ARN as long as there is one
(IAM User Guide, "AWS JSON policy elements: Principal"). So the policy follows a user who is renamed (ibid.,
"Rename an IAM user"), and of who is deleted the id is left (Amazon S3 User Guide, "Principals for bucket
policies"). Here a policy keeps the ARN, and is changed as soon as that is nobody's, or another's. Pure.
"""

import json
from collections.abc import Mapping
from typing import Any

from lessons.aws.arn import role_arn, user_arn
from lessons.aws.policies.policy import parse
from lessons.aws.policies.policy_json import read_json
from lessons.aws.world import WorldDocument

Account = Mapping[str, Any]


def moved(account_id: str, before: Account, after: Account) -> dict[str, str]:
    """The ARNs that were a user's or a role's and are no longer, each with the new one, or else the id."""
    now = _arns(account_id, after)
    return {
        arn: now.get(unique_id, unique_id)
        for unique_id, arn in _arns(account_id, before).items()
        if now.get(unique_id) != arn
    }


def follow(document: WorldDocument, names: Mapping[str, str]) -> dict[str, Any]:
    """A world whose policies name the principals of `names` by what these are called now."""
    if not names:
        return dict(document)
    accounts = {key: _account(account, names) for key, account in document["accounts"].items()}
    return {**document, "accounts": accounts}


def _arns(account_id: str, account: Account) -> dict[str, str]:
    """The users and roles of an account: their ARNs by their unique ids."""
    users = {item["id"]: user_arn(account_id, item["path"], name) for name, item in account["users"].items()}
    roles = {item["id"]: role_arn(account_id, item["path"], name) for name, item in account["roles"].items()}
    return users | roles


def _account(account: Account, names: Mapping[str, str]) -> dict[str, Any]:
    roles = {
        name: {**item, "trust": _renamed(item["trust"], names)} for name, item in account["roles"].items()
    }
    buckets = {
        name: {**item, "policy": item["policy"] and _renamed(item["policy"], names)}
        for name, item in account["buckets"].items()
    }
    return {**account, "roles": roles, "buckets": buckets}


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """A policy that names them anew, and as it stands where it names none of them."""
    principals = (item.principals for item in parse(text).statements)
    if not any(item and item.names and item.names & names.keys() for item in principals):
        return text
    document = read_json(text)
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        for key in ("Principal", "NotPrincipal"):
            if isinstance(statement, dict) and isinstance(statement.get(key), dict):
                statement[key] = {kind: _named(given, names) for kind, given in statement[key].items()}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _named(given: Any, names: Mapping[str, str]) -> Any:
    if isinstance(given, list):
        return [_named(name, names) for name in given]
    return names.get(given, given) if isinstance(given, str) else given
