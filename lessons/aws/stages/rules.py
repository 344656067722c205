"""The services' own rules, once a call is allowed."""

from lessons.aws.services.iam import rules as iam_rules
from lessons.aws.services.s3 import listing, object_checksums, ownership, preconditions, tagging
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.signing import checksums
from lessons.aws.stages.target import Target
from lessons.aws.stages.visit import Visit


def check_rules(visit: Visit, target: Target) -> None:
    """The service's own rules, once the call is allowed."""
    if visit.asked.service == "sts":
        sts_rules.check(visit.ask(target.role), visit.world)
    if visit.asked.service == "iam":
        iam_rules.check(visit.wish)
    if visit.asked.service == "s3":
        _check_s3(visit, target)


def _check_s3(visit: Visit, target: Target) -> None:
    asked, body, world = visit.asked, visit.request.body, visit.world
    account_id = visit.caller.principal.account_id
    ownership.check_lists(asked, visit.request)
    if asked.name == "CreateBucket":
        s3_rules.check_new_bucket(asked.bucket, body, account_id, world)
    if asked.name in s3_rules.LISTS:
        listing.check(asked.name, asked.query)
    if target.bucket:
        tagging.check(asked, visit.request)
        preconditions.check(asked, visit.request, world, visit.clock.now)
        checksums.check(visit.request)
        object_checksums.check(visit.request)
        s3_rules.check_policy_call(asked, body, visit.caller.principal, target.bucket, world)
        s3_rules.check_upload(asked, target.bucket, world)
        s3_rules.check_reading(asked)
        s3_rules.check_metadata(asked, visit.request)
        s3_rules.check_room(asked, len(body), target.bucket, world)
