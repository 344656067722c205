"""What ends the sessions of a role: revoking those there are, or making the role anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.policy_editor.administrator_calls import ask_as_administrator
from lessons.sandbox.policy_editor.policy_documents import NoSuchDocumentError

__all__ = ["REVOKING", "recreate", "revoke"]

REVOKING = "AWSRevokeOlderSessions"  # as the console of AWS calls the policy it adds

Call = tuple[str, dict[str, Any]]


def revoke(sandbox: Sandbox, account_id: str, role: str) -> Event:
    """Deny everything to sessions issued before now, by the sandbox's clock, as AWS's console does."""
    text = json.dumps(_deny_before(sandbox.now()), indent=2)
    named = {"RoleName": role, "PolicyName": REVOKING, "PolicyDocument": text}
    return ask_as_administrator(sandbox, account_id, "iam", "put_role_policy", named)


@transaction.atomic
def recreate(sandbox: Sandbox, account_id: str, role: str) -> Event:
    """Delete a role and make it anew as it was, under a new id. Ends at the first call that AWS refuses."""
    mine = sandbox.locked()
    item = mine.world["accounts"].get(account_id, {}).get("roles", {}).get(role)
    if item is None:
        raise NoSuchDocumentError(role)
    for operation, parameters in _calls(role, item):
        event = ask_as_administrator(mine, account_id, "iam", operation, {"RoleName": role} | parameters)
        if not event.succeeded:
            break
    return event


def _deny_before(moment: datetime) -> dict[str, Any]:
    issued = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    older = {"DateLessThan": {"aws:TokenIssueTime": issued}}
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": ["*"], "Resource": ["*"], "Condition": older}],
    }


def _calls(role: str, item: Mapping[str, Any]) -> Iterator[Call]:
    """IAM deletes a role only when nothing is left on it, so all of it goes first and comes back last."""
    inline = [{"PolicyName": name, "PolicyDocument": text} for name, text in item["policies"].items()]
    attached = [{"PolicyArn": arn} for arn in item.get("attached", ())]
    for policy in inline:
        yield "delete_role_policy", {"PolicyName": policy["PolicyName"]}
    for policy in attached:
        yield "detach_role_policy", policy
    yield "delete_role", {}
    yield "create_role", _description(item)
    for policy in inline:
        yield "put_role_policy", policy
    for policy in attached:
        yield "attach_role_policy", policy


def _description(item: Mapping[str, Any]) -> dict[str, Any]:
    """What CreateRole takes, so that the new role is as the old one was."""
    tags = [{"Key": key, "Value": value} for key, value in item["tags"].items()]
    optional = {"Description": item.get("description"), "PermissionsBoundary": item["boundary"], "Tags": tags}
    return {
        "Path": item["path"],
        "AssumeRolePolicyDocument": item["trust"],
        "MaxSessionDuration": item["max_session_seconds"],
    } | {name: value for name, value in optional.items() if value}
