"""What a call is about, and whether it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lessons.aws.entities import Bucket, Role
from lessons.aws.policies.access_request import NamedPolicies
from lessons.aws.services.iam import subjects
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.services.s3 import tagging
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.stages.visit import Visit


@dataclass(frozen=True, slots=True)
class Target:
    """What a call is about: an ARN, the account it is in, the policy that the resource itself has, and the
    condition keys that it brings. `told` is what a refusal calls it, where that is not the ARN."""

    resource: str
    account_id: str
    policies: NamedPolicies = ()
    condition_keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    role: Role | None = None
    bucket: Bucket | None = None
    told: str = ""


def target_of(visit: Visit) -> Target:
    """The role or bucket that is asked for. Raises AwsError where there is none."""
    resource = visit.asked.resource
    s3_rules.check_key(visit.asked.key)
    if (visit.asked.bucket or visit.asked.key) and visit.asked.name != "CreateBucket":
        bucket = s3_rules.find_bucket(visit.asked.bucket, visit.world)
        keys = tag_keys(visit, bucket, visit.asked.key) if visit.asked.name in s3_rules.OF_AN_OBJECT else {}
        return Target(resource, bucket.account_id, bucket.policy, keys, bucket=bucket)
    if visit.asked.name in sts_rules.FOR_ROLES:
        role = sts_rules.find_role(visit.asked.name, resource, visit.caller.principal.arn, visit.world)
        keys = {f"aws:ResourceTag/{name}": value for name, value in role.tags.items()}
        return Target(resource, role.account_id, role.trust, keys, role=role)
    if visit.asked.service == "iam":
        return _iam_target(visit)
    if visit.asked.service == "sts":
        resource = sts_rules.resource_of(visit.ask(None))
    return Target(resource, visit.caller.principal.account_id)


def tag_keys(visit: Visit, bucket: Bucket, key: str) -> dict[str, str]:
    """The tags that an object has, as condition keys."""
    tags = tagging.of_object(visit.world.accounts[bucket.account_id], bucket.name, key)
    return {f"s3:ExistingObjectTag/{name}": value for name, value in tags.items()}


def _iam_target(visit: Visit) -> Target:
    about = subjects.subject(visit.asked, visit.parameters, visit.caller.principal.account_id, visit.world)
    return Target(about.resource, about.account_id, condition_keys=about.condition_keys, told=about.told)
