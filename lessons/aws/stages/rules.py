"""The services' own rules, once a call is allowed."""

from lessons.aws.services import iam_rules, s3, sts
from lessons.aws.signing import checksums
from lessons.aws.stages.target import Target
from lessons.aws.stages.visit import Visit


def check_rules(visit: Visit, target: Target) -> None:
    """The service's own rules, once the call is allowed."""
    if visit.asked.service == "sts":
        sts.check(visit.ask(target.role), visit.world)
    if visit.asked.service == "iam":
        account_id = visit.caller.principal.account_id
        iam_rules.check(iam_rules.Wish(visit.asked.name, visit.parameters, account_id, visit.world))
    if visit.asked.service == "s3":
        _check_s3(visit, target)


def _check_s3(visit: Visit, target: Target) -> None:
    asked, body, world = visit.asked, visit.request.body, visit.world
    account_id = visit.caller.principal.account_id
    if asked.name == "CreateBucket":
        s3.check_new_bucket(asked.bucket, body, account_id, world)
    if target.bucket:
        checksums.check(visit.request)
        s3.check_policy_call(asked, body, account_id, target.bucket, world)
        s3.check_upload(asked, target.bucket, world)
        s3.check_reading(asked)
        s3.check_metadata(asked, visit.request)
        s3.check_room(asked, len(body), target.bucket, world)
