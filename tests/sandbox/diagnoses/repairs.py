"""Ways to mend a broken account by calls: as it was before, in other words, and by letting everybody in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from lessons import aws
from lessons.sandbox.diagnoses.drawing import Diagnosis
from lessons.sandbox.documents.placeholders import filled
from tests.course.engine import ByEngine

Policy = Mapping[str, Any]
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
HARMLESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "*"}],
}
EVERYBODY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


class Repair(NamedTuple):
    """A call by the administrator of an account; placeholders are not yet filled in."""

    account: str
    service: str
    operation: str
    parameters: Mapping[str, Any]


def known(diagnosis: Diagnosis) -> Iterator[Repair]:
    """What makes the account what it was."""
    for name, account in diagnosis.healthy["accounts"].items():
        yield from _account(name, diagnosis.document["accounts"][name], account)


def _account(name: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    for kind, title in (("users", "User"), ("roles", "Role")):
        for one, item in healthy.get(kind, {}).items():
            yield from _policies(name, title, one, broken[kind][one], item)
            yield from _tags(name, title, one, broken[kind][one], item)
    yield from _trust(name, broken, healthy)
    yield from _members(name, broken, healthy)
    yield from _shared_policies(name, broken, healthy)


def _tags(account: str, title: str, one: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    if healthy.get("tags", {}) != broken.get("tags", {}):
        tags = [{"Key": key, "Value": value} for key, value in healthy["tags"].items()]
        yield Repair(account, "iam", f"Tag{title}", {f"{title}Name": one, "Tags": tags})


def _trust(account: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    for one, role in healthy.get("roles", {}).items():
        if role["trust"] != broken["roles"][one]["trust"]:
            document = {"RoleName": one, "PolicyDocument": role["trust"]}
            yield Repair(account, "iam", "UpdateAssumeRolePolicy", document)


def _members(account: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    for group, item in healthy.get("groups", {}).items():
        for user in set(item["members"]) - set(broken["groups"][group]["members"]):
            yield Repair(account, "iam", "AddUserToGroup", {"GroupName": group, "UserName": user})


def _shared_policies(account: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    """Managed policies, and those of buckets."""
    for one, document in healthy.get("policies", {}).items():
        if document != broken["policies"][one]:
            arn = f"arn:aws:iam::{{{account}}}:policy/{one}"
            version = {"PolicyArn": arn, "PolicyDocument": document, "SetAsDefault": True}
            yield Repair(account, "iam", "CreatePolicyVersion", version)
    for bucket, document in healthy.get("bucket_policies", {}).items():
        if document != broken["bucket_policies"][bucket]:
            yield Repair(account, "s3", "PutBucketPolicy", {"Bucket": bucket, "Policy": document})


def _policies(account: str, title: str, one: str, broken: Policy, healthy: Policy) -> Iterator[Repair]:
    now, then = broken.get("policies", {}), healthy.get("policies", {})
    for policy in now.keys() - then.keys():
        named = {f"{title}Name": one, "PolicyName": policy}
        yield Repair(account, "iam", f"Delete{title}Policy", named)
    for policy, document in then.items():
        if document != now.get(policy):
            put = {f"{title}Name": one, "PolicyName": policy, "PolicyDocument": document}
            yield Repair(account, "iam", f"Put{title}Policy", put)


def otherwise(diagnosis: Diagnosis) -> Iterator[Repair]:
    """What a learner may do as well: statements in another form, and no boundary where it was too narrow."""
    for repair in known(diagnosis):
        yield _otherwise(repair, diagnosis)


def _otherwise(repair: Repair, diagnosis: Diagnosis) -> Repair:
    account, service, operation, given = repair
    title = operation.removeprefix("Delete").removesuffix("Policy")
    if operation.startswith("Delete"):
        return Repair(account, service, f"Put{title}Policy", {**given, "PolicyDocument": HARMLESS})
    if operation == "AddUserToGroup":
        group = diagnosis.healthy["accounts"][account]["groups"][given["GroupName"]]
        merged = [statement for policy in group["policies"].values() for statement in policy["Statement"]]
        own = {"UserName": given["UserName"], "PolicyName": "own"}
        document = reworded({"Version": "2012-10-17", "Statement": merged})
        return Repair(account, service, "PutUserPolicy", {**own, "PolicyDocument": document})
    for title, kind in (("Role", "roles"), ("User", "users")):
        for one, item in diagnosis.healthy["accounts"][account].get(kind, {}).items():
            if "PolicyArn" in given and item.get("boundary") == given["PolicyArn"]:
                return Repair(account, service, f"Delete{title}PermissionsBoundary", {f"{title}Name": one})
    documents = {key: reworded(given[key]) for key in ("PolicyDocument", "Policy") if key in given}
    return Repair(account, service, operation, {**given, **documents})


def reworded(policy: Policy) -> Policy:
    """The policy with a statement for each action and principal, without names."""
    return {
        "Version": "2012-10-17",
        "Statement": [part for one in policy["Statement"] for part in _parts(one)],
    }


def _parts(statement: Policy) -> Iterator[Policy]:
    rest = {key: value for key, value in statement.items() if key != "Sid"}
    principals = [rest.get("Principal")]
    if isinstance(principals[0], Mapping) and "AWS" in principals[0]:
        principals = [{"AWS": one} for one in as_list(principals[0]["AWS"])]
    for principal in principals:
        who = {"Principal": principal} if principal else {}
        yield from ({**rest, **who, "Action": [action]} for action in as_list(rest["Action"]))


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def everything_to_everybody(diagnosis: Diagnosis) -> Iterator[Repair]:
    """The hammer: whatever is there may do everything, and everybody gets into every role."""
    for name, account in diagnosis.document["accounts"].items():
        for kind, title in (("users", "User"), ("roles", "Role")):
            for one, item in account.get(kind, {}).items():
                named = {f"{title}Name": one}
                for policy in item.get("policies", {}):
                    yield Repair(name, "iam", f"Delete{title}Policy", {**named, "PolicyName": policy})
                if "boundary" in item:
                    yield Repair(name, "iam", f"Delete{title}PermissionsBoundary", named)
                put = {**named, "PolicyName": "all", "PolicyDocument": EVERYTHING}
                yield Repair(name, "iam", f"Put{title}Policy", put)
        for role in account.get("roles", {}):
            document = {"RoleName": role, "PolicyDocument": EVERYBODY}
            yield Repair(name, "iam", "UpdateAssumeRolePolicy", document)
        for bucket in account.get("bucket_policies", {}):
            yield Repair(name, "s3", "DeleteBucketPolicy", {"Bucket": bucket})


def repaired(diagnosis: Diagnosis, how: Callable[[Diagnosis], Iterator[Repair]]) -> ByEngine:
    """A new copy of the account after these calls, each of which AWS carries out."""
    engine = ByEngine(aws.build(diagnosis.document, "seed"), ())
    for repair in how(diagnosis):
        world = aws.World(engine.document)
        number = world.account_id(repair.account)
        keys = next(user.credentials for user in world.administrators if user.account_id == number)
        given = {name: sent(value, world) for name, value in repair.parameters.items()}
        answer = engine.call(repair.service, repair.operation, given, keys)
        assert answer.code == "ok", f"{repair} was answered {answer.code}"
    return engine


def sent(value: Any, world: aws.World) -> Any:
    """A parameter as boto3 takes it in a sandbox."""
    value = filled(value, world)
    return json.dumps(value) if isinstance(value, Mapping) else value
