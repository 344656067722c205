"""Which services somebody may use, and when each was last used: told from the calls that were made.

AWS makes a report of it, for which a job is started; here it is done at once. Of a group or a managed policy
it tells of everybody who has it (IAM API Reference, GenerateServiceLastAccessedDetails).
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from lessons.aws.arn import REGION, role_arn, user_arn
from lessons.aws.credentials import Use
from lessons.aws.errors import AwsError
from lessons.aws.policies.policy import Policy, parse
from lessons.aws.services.iam.answers.change import Change
from lessons.aws.services.iam.answers.described import Described, Item
from lessons.aws.services.iam.answers.holders import named
from lessons.aws.services.iam.answers.paging import page
from lessons.aws.services.iam.simulation_source import entity_policies, holders_of
from lessons.aws.services.iam.wish import Wish

MOST_JOBS = 10  # the newest, of an account
# The sandbox's own, in the order of their names.
SERVICES = {
    "iam": "AWS Identity and Access Management",
    "sts": "AWS Security Token Service",
    "s3": "Amazon S3",
}
_PLACE = "access_jobs"
_POLICY = ":policy/"


def generate(wish: Wish) -> Change:
    """Start a job about a user, a group, a role or a managed policy. Raises NoSuchEntity."""
    arn, job = wish.parameters["Arn"], str(uuid.uuid4())
    _policies(arn, wish)
    started = {"arn": arn, "created": wish.moment}
    kept = [*wish.account.get(_PLACE, {}).items(), (job, started)][-MOST_JOBS:]
    return Change({_PLACE: dict(kept)}, {"JobId": job})


def get(wish: Wish) -> Mapping[str, Any]:
    """What a job found out: of each service that the policies allow something of."""
    job = wish.account.get(_PLACE, {}).get(wish.parameters["JobId"])
    if job is None:
        raise AwsError("no job", "iam", job=wish.parameters["JobId"])
    uses, granted = [*_uses(job["arn"], wish)], _granted(_policies(job["arn"], wish), *SERVICES)
    found = [_service(name, uses) for name in SERVICES if name in granted]
    return {
        "JobStatus": "COMPLETED",
        "JobType": "SERVICE_LEVEL",
        "JobCreationDate": job["created"],
        "JobCompletionDate": job["created"],
        **page(wish.parameters, ServicesLastAccessed=found),
    }


def list_granting(wish: Wish) -> Mapping[str, Any]:
    """By service the policies of a user, a group or a role that allow something of it."""
    arn = wish.parameters["Arn"]
    if wish.world.policies_of(arn) is None:
        raise AwsError("no such arn", "iam", arn=arn)
    granting = [
        {"ServiceNamespace": name, "Policies": [*_granting(name, arn, wish)]}
        for name in wish.parameters["ServiceNamespaces"]
    ]
    return {"PoliciesGrantingServiceAccess": granting, "IsTruncated": False}


def _granting(service: str, arn: str, wish: Wish) -> Iterator[Described]:
    for kind, holder, item in holders_of(arn, wish.world):
        for name, text in item["policies"].items():
            if service in _granted([parse(text)], service):
                inline = {"PolicyName": name, "PolicyType": "INLINE"}
                yield inline | {"EntityType": kind.upper(), "EntityName": holder}
        for attached in item["attached"]:
            if service in _granted(_policies(attached, wish), service):
                yield named(attached) | {"PolicyType": "MANAGED"}


def _service(name: str, uses: Iterable[tuple[Use, str]]) -> Described:
    """When a service was last used, by whom, and by how many."""
    its = [(use.at, entity) for use, entity in uses if use.service == name]
    told = {"ServiceName": SERVICES[name], "ServiceNamespace": name, "TotalAuthenticatedEntities": len(its)}
    if not its:
        return told
    at, entity = max(its)
    last = {"LastAuthenticated": at, "LastAuthenticatedEntity": entity, "LastAuthenticatedRegion": REGION}
    return told | last


def _policies(arn: str, wish: Wish) -> list[Policy]:
    if _POLICY in arn:
        item = wish.policy(arn)
        return [parse(item["versions"][item["default"]]["document"])]
    if wish.world.policies_of(arn) is None:
        raise AwsError("no such arn", "iam", arn=arn)
    return [policy for _, policy in entity_policies(arn, wish.world)]


def _granted(policies: Iterable[Policy], *services: str) -> set[str]:
    """The services that an Allow names; of one that names them all, those that are asked about."""
    statements = (part for policy in policies for part in policy.statements if part.effect == "Allow")
    found = {value.partition(":")[0].lower() for part in statements for value in part.actions.values}
    return found | set(services) if "*" in found else found


def _uses(arn: str, wish: Wish) -> Iterator[tuple[Use, str]]:
    """The uses that count, each with the ARN of the user or the role; none of one of that name before."""
    for who, entity, item in _callers(arn, wish):
        for use in wish.world.find_uses(who):
            if use.at >= datetime.fromisoformat(item["created"]):
                yield use, entity


def _callers(arn: str, wish: Wish) -> Iterator[tuple[str, str, Item]]:
    """Whose calls count: how their uses are asked for, the ARN of the user or the role, and what is kept."""
    account, number = wish.account, wish.account_id
    groups = account["groups"].items()
    of_group = {name for group, item in groups if arn.endswith(f"/{group}") for name in item["members"]}
    with_policy = {name for _, item in groups if arn in item["attached"] for name in item["members"]}
    members = of_group if ":group/" in arn else with_policy
    for name, item in account["users"].items():
        own = user_arn(number, item["path"], name)
        if arn == own or arn in item["attached"] or name in members:
            yield own, own, item
    for name, item in account["roles"].items():
        own = role_arn(number, item["path"], name)
        if arn == own or arn in item["attached"]:
            yield f"arn:aws:sts::{number}:assumed-role/{name}/", own, item


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "GetServiceLastAccessedDetails": get,
    "ListPoliciesGrantingServiceAccess": list_granting,
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {"GenerateServiceLastAccessedDetails": generate}
