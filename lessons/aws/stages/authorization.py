"""Whether the caller may: the decision on each permission that a call needs."""

from lessons.aws.applicable_policies import policies_for
from lessons.aws.arn import bucket_arn
from lessons.aws.context import condition_keys
from lessons.aws.entities import Bucket
from lessons.aws.errors import AwsError
from lessons.aws.errors.access_denied import access_denied
from lessons.aws.policies.access_request import AccessRequest
from lessons.aws.policies.decision import Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.services.iam import subjects
from lessons.aws.services.s3 import condition_keys as s3_condition_keys
from lessons.aws.services.s3 import ownership
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.stages.target import Target, tag_keys
from lessons.aws.stages.visit import Visit


def authorize(visit: Visit, target: Target) -> Decision | None:
    """The decision that allows the call, or None where nobody needs a permission. Raises the refusal."""
    operation = visit.asked.operation
    if operation is None or operation.open_to_all:
        return None
    if target.bucket:
        ownership.check_expected(visit.request, ownership.EXPECTED, target.bucket)
    if operation.name == "DeleteObjects":
        return _decide_deletions(visit, target)
    decision = _decide(visit, target, operation.action, target.resource)
    for action in _further_actions(visit, target):
        _decide(visit, target, action, target.resource)
    passed = subjects.passed_role(visit.asked.name, visit.parameters, target.account_id, visit.world)
    if passed:
        _decide(visit, target, "iam:PassRole", passed)
    if target.bucket and operation.name in s3_rules.OF_AN_OBJECT:
        _check_there(visit, target, target.bucket, visit.asked.key)
    source = s3_rules.copy_source(visit.asked, visit.request, visit.world)
    if source:
        _authorize_copy(visit, source)
    return decision


def _further_actions(visit: Visit, target: Target) -> tuple[str, ...]:
    """The permissions that the call needs on the same resource, beside its own."""
    if visit.asked.service == "sts":
        return sts_rules.further_actions(visit.ask(target.role))
    if visit.asked.service == "iam":
        return subjects.further_actions(visit.asked.name, visit.parameters)
    return s3_rules.further_actions(visit.asked, visit.request, visit.world)


def _authorize_copy(visit: Visit, source: s3_rules.Source) -> None:
    """Who copies an object reads it."""
    bucket, key = source
    ownership.check_expected(visit.request, ownership.OF_SOURCE, bucket)
    keys = tag_keys(visit, bucket, key)
    target = Target(bucket_arn(bucket.name, key), bucket.account_id, bucket.policy, keys, bucket=bucket)
    _decide(visit, target, "s3:GetObject", target.resource)
    _check_there(visit, target, bucket, key)
    if s3_rules.copied_tags(visit.asked, visit.request, visit.world):
        _decide(visit, target, "s3:GetObjectTagging", target.resource)


def _check_there(visit: Visit, target: Target, bucket: Bucket, key: str) -> None:
    """Whether an object is there to be read. Who may not list is not told."""
    if key not in bucket.keys:
        _decide(visit, target, "s3:ListBucket", bucket.arn)
        raise AwsError("no key", "s3", Key=key)


def _decide_deletions(visit: Visit, target: Target) -> Decision | None:
    """The decision on the first object that may not be deleted, or on the first of all."""
    refused = refused_deletions(visit, target)
    if refused:
        return next(iter(refused.values())).decision
    key = s3_xml.keys_to_delete(visit.request.body)[0]
    return _decide(visit, target, "s3:DeleteObject", bucket_arn(visit.asked.bucket, key))


def refused_deletions(visit: Visit, target: Target) -> dict[str, AwsError]:
    """The objects that may not be deleted, with what AWS says of each."""
    refused = {}
    for key in s3_xml.keys_to_delete(visit.request.body):
        try:
            _decide(visit, target, "s3:DeleteObject", bucket_arn(visit.asked.bucket, key))
        except AwsError as error:
            refused[key] = error
    return refused


def may(visit: Visit, target: Target, action: str) -> bool:
    """Whether the caller may do something else to what the call is about."""
    try:
        _decide(visit, target, action, target.resource)
    except AwsError:
        return False
    return True


def _decide(visit: Visit, target: Target, action: str, resource: str) -> Decision:
    caller = visit.caller
    context = condition_keys(visit.request, caller, visit.asked.service, visit.parameters, visit.clock)
    keys = {**target.condition_keys, "aws:ResourceAccount": target.account_id}
    context = {key: (value,) for key, value in keys.items()} | context
    if visit.asked.service == "s3":
        context |= s3_condition_keys.of_request(visit.asked, visit.request)
    asked = AccessRequest(caller.principal, action, resource, target.account_id, context)
    policies = policies_for(caller, visit.asked.service, target.account_id, target.policies, visit.world)
    decision = evaluate(asked, policies)
    if not decision.allowed:
        related = {caller.principal.account_id, target.account_id} <= visit.world.members
        told = target.told if resource == target.resource else ""
        raise access_denied(visit.asked.service, decision, told, related=related)
    return decision
