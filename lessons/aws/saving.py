"""What AWS would say if a policy document were saved now: by its rules, without a call. Pure."""

from collections.abc import Mapping
from datetime import datetime

from lessons.aws.errors import AwsError
from lessons.aws.policies.validate import Answer, Problem, refused_for
from lessons.aws.services.iam import rules as iam_rules
from lessons.aws.services.iam.wish import Wish
from lessons.aws.services.principals import problems_in
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.world import World


def problems_of(
    operation: str, parameters: Mapping[str, str], account_id: str, world: World, now: datetime
) -> list[Problem]:
    """Every mistake in the document of a call that saves one, such as PutRolePolicy, by an administrator.

    Where the document is right and AWS refuses the call nevertheless, the problem is told of the whole: a
    quota, or a bucket that may not be opened to everybody. Who will call is not known yet, so an answer that
    names the caller names nobody. `now` is in UTC.
    """
    bucket = world.bucket(parameters["Bucket"]) if "Bucket" in parameters else None
    parameter, kind = ("Policy", "bucket") if bucket else iam_rules.DOCUMENTS[operation]
    text = parameters[parameter]
    problems = problems_in(text, kind, world, bucket.name if bucket else "")
    if refused_for(problems):
        return problems
    try:
        if bucket:
            s3_rules.check_policy(text, "", bucket, world)
        else:
            iam_rules.check(Wish(operation, parameters, account_id, world, now))
    except AwsError as error:
        problems.append(Problem("$", error.why, answer=Answer(0, error.message)))
    return problems
