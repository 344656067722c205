"""S3: what policies let through, and in which words it refuses."""

import json
from typing import Any

from lessons.aws.cases.assume_role import AS_DEMO
from lessons.aws.cases.case import Answered, Case, Parameters
from lessons.aws.cases.world import ACCOUNT, BUCKET

POLICIES, BUCKETS = "Policies at work", "S3: buckets and objects"
HERE: Parameters = {"Bucket": "reports-{training}"}
REPORT: Parameters = {**HERE, "Key": "q1.csv"}


def _user(name: str) -> str:
    return f"{ACCOUNT}:user/{name}"


def _refused(who: str, action: str, resource: str, because: str) -> Answered:
    message = f'User: {who} is not authorized to perform: {action} on resource: "{resource}" {because}'
    return Answered("AccessDenied", 403, message)


def _case(
    topic: str, asks: str, operation: str, parameters: Parameters, answer: Answered, **more: Any
) -> Case:
    return Case(topic, asks, "s3", operation, answer, parameters, **more)


def _silent(kind: str, action: str) -> str:
    return f"because no {kind} allows the {action} action"


def _put(asks: str, changes: dict[str, Any], answer: Answered) -> Case:
    """The policy of a bucket with another element than it should have, or with one more."""
    named = {} if "NotPrincipal" in changes else {"Principal": {"AWS": "{training}"}}
    usual = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": {**usual, **named, **changes}})
    return _case(BUCKETS, asks, "put_bucket_policy", {**HERE, "Policy": policy}, answer, by="carol")


CASES = (
    _case(
        POLICIES,
        "No policy allows it",
        "list_objects_v2",
        HERE,
        _refused(_user("bob"), "s3:ListBucket", BUCKET, _silent("identity-based policy", "s3:ListBucket")),
        by="bob",
    ),
    _case(
        POLICIES,
        "One policy allows it, another denies it",
        "list_objects_v2",
        HERE,
        _refused(_user("erin"), "s3:ListBucket", BUCKET, "with an explicit deny in an identity-based policy"),
        by="erin",
    ),
    _case(
        POLICIES,
        "A permissions boundary leaves it out",
        "get_object",
        REPORT,
        _refused(
            _user("frank"),
            "s3:GetObject",
            f"{BUCKET}/q1.csv",
            _silent("permissions boundary", "s3:GetObject"),
        ),
        by="frank",
    ),
    _case(
        POLICIES,
        "A permissions boundary lets it through",
        "list_objects_v2",
        HERE,
        Answered("", 200),
        by="frank",
    ),
    _case(
        POLICIES,
        "${aws:username} in a resource is the caller's own name",
        "get_object",
        {**HERE, "Key": "grace/notes.txt"},
        Answered("", 200, "mine"),
        by="grace",
    ),
    _case(
        POLICIES,
        "... and nobody else's",
        "get_object",
        REPORT,
        _refused(
            _user("grace"),
            "s3:GetObject",
            f"{BUCKET}/q1.csv",
            _silent("identity-based policy", "s3:GetObject"),
        ),
        by="grace",
    ),
    _case(
        POLICIES,
        "A condition on a key that the request does not have",
        "list_objects_v2",
        HERE,
        _refused(_user("heidi"), "s3:ListBucket", BUCKET, _silent("identity-based policy", "s3:ListBucket")),
        by="heidi",
    ),
    _case(
        POLICIES,
        "In one account it is enough that the bucket policy names the user",
        "get_object",
        REPORT,
        Answered("", 200, "region,sales"),
        by="heidi",
    ),
    _case(
        BUCKETS,
        "A session reads what its role may read",
        "get_object",
        REPORT,
        Answered("", 200, "region,sales"),
        first=AS_DEMO,
    ),
    _case(
        BUCKETS,
        "An object's key is longer than 1,024 bytes",
        "put_object",
        {**HERE, "Key": "k" * 1_025},
        Answered("KeyTooLongError", 400, "Your key is too long"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "An object's own metadata is larger than 2 kB",
        "put_object",
        {**REPORT, "Metadata": {"note": "x" * 2_045}},
        Answered("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "A bucket of another account that does not let the caller in",
        "get_object",
        {"Bucket": "private-{other}", "Key": "secret.txt"},
        Answered("AccessDenied", 403, "Access Denied"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "There is no such bucket",
        "list_objects_v2",
        {"Bucket": "nowhere-{training}"},
        Answered("NoSuchBucket", 404, "The specified bucket does not exist"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "There is no such object, and the caller may list the bucket",
        "get_object",
        {**HERE, "Key": "nothing.csv"},
        Answered("NoSuchKey", 404, "The specified key does not exist."),
        first=AS_DEMO,
    ),
    _case(
        BUCKETS,
        "There is no such object, and the caller may not list the bucket",
        "get_object",
        {**HERE, "Key": "grace/nothing.txt"},
        _refused(_user("grace"), "s3:ListBucket", BUCKET, _silent("identity-based policy", "s3:ListBucket")),
        by="grace",
    ),
    _case(
        BUCKETS,
        "The bucket is expected to be of another account",
        "get_object",
        {**REPORT, "ExpectedBucketOwner": "{other}"},
        Answered("AccessDenied", 403, "Access Denied"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "An object is to be readable by everybody",
        "put_object",
        {**REPORT, "ACL": "public-read"},
        Answered("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "A new bucket is to be readable by everybody",
        "create_bucket",
        {"Bucket": "new-{training}", "ACL": "public-read"},
        Answered(
            "InvalidBucketAclWithObjectOwnership",
            400,
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        ),
        by="carol",
    ),
    _case(
        BUCKETS,
        "Nobody has put tags on the bucket",
        "get_bucket_tagging",
        HERE,
        Answered("NoSuchTagSet", 404, "The TagSet does not exist"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "An object is to have eleven tags",
        "put_object_tagging",
        {**REPORT, "Tagging": {"TagSet": [{"Key": f"k{number}", "Value": ""} for number in range(11)]}},
        Answered("BadRequest", 400, "Object tags cannot be greater than 10"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "A copy is to be made only of another version of the object",
        "copy_object",
        {**HERE, "Key": "copy.csv", "CopySource": "reports-{training}/q1.csv", "CopySourceIfMatch": "other"},
        Answered("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"),
        by="carol",
    ),
    _case(
        BUCKETS,
        "A list is to have a size that is no number",
        "list_objects_v2",
        {**HERE, "MaxKeys": "many"},
        Answered("InvalidArgument", 400, "Provided max-keys not an integer or within integer range"),
        by="carol",
    ),
    _put(
        "A policy opens a new bucket to everybody",
        {"Principal": "*"},
        _refused(
            _user("carol"),
            "s3:PutBucketPolicy",
            BUCKET,
            "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public "
            "Access.",
        ),
    ),
    _put(
        "A policy allows all but one, by NotPrincipal",
        {"NotPrincipal": {"AWS": "{training}"}},
        Answered("MalformedPolicy", 400),
    ),
    _put(
        "A policy is about another bucket",
        {"Resource": "arn:aws:s3:::another-bucket/*"},
        Answered("MalformedPolicy", 400, "Policy has invalid resource"),
    ),
    _put(
        "A policy allows GetObject on the bucket, and not on what is in it",
        {"Resource": BUCKET},
        Answered("MalformedPolicy", 400, "Action does not apply to any resource(s) in statement"),
    ),
)
