"""Whom a policy means: by NotPrincipal, and by a name that is another's now.

After the IAM User Guide, "AWS JSON policy elements: Principal", "… NotPrincipal", "Rename an IAM user" and
"Identify AWS resources with Amazon Resource Names (ARNs)", and the Amazon S3 User Guide, "Principals for
bucket policies".
"""

import json
from typing import Any

from lessons.aws.cases.assume_role import AS_DEMO
from lessons.aws.cases.case import Answered, Case, Step
from lessons.aws.cases.world import ACCOUNT, BUCKET

NAMED, NOT_PRINCIPAL = "Whom a policy names", "Policies with NotPrincipal"
_HERE = {"Bucket": "reports-{training}"}
_FRANK, _CAROL = f"{ACCOUNT}:user/frank", f"{ACCOUNT}:user/carol"
_DEMO, _SESSION = f"{ACCOUNT}:role/demo", "arn:aws:sts::{training}:assumed-role/demo/session1"
_DENIED, _LISTED = Answered("AccessDenied", 403), Answered("", 200, "q1.csv")


def _text(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _bucket_policy(effect: str, element: str, *names: str) -> Step:
    statement = {"Effect": effect, element: {"AWS": list(names)}, "Action": "s3:ListBucket"}
    return Step("put_bucket_policy", {**_HERE, "Policy": _text({**statement, "Resource": BUCKET})}, "s3")


def _not_principal(asks: str, answer: Answered, *names: str, **more: Any) -> Case:
    saved = _bucket_policy("Deny", "NotPrincipal", *names)
    return Case(NOT_PRINCIPAL, asks, "s3", "list_objects_v2", answer, _HERE, meanwhile=(saved,), **more)


_BARE = f"{ACCOUNT}:role/bare"
_TRUST = _text({"Effect": "Allow", "Principal": {"AWS": "{training}"}, "Action": "sts:AssumeRole"})
_DELETED = (
    _bucket_policy("Allow", "Principal", _BARE),
    Step("delete_role", {"RoleName": "bare"}, "iam"),
)
_MADE_AGAIN = Step("create_role", {"RoleName": "bare", "AssumeRolePolicyDocument": _TRUST}, "iam")
_ANY_STS = _text({"Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "arn:aws:sts"})

CASES = (
    Case(
        NAMED,
        "A role that a bucket policy names is deleted: its unique id is left",
        "s3",
        "get_bucket_policy",
        Answered("", 200, '"AROA'),
        _HERE,
        by="carol",
        meanwhile=_DELETED,
    ),
    Case(
        NAMED,
        "A role of the same name is made: the bucket policy names another",
        "s3",
        "get_bucket_policy",
        Answered("", 200, '"AROA'),
        _HERE,
        by="carol",
        meanwhile=(*_DELETED, _MADE_AGAIN),
    ),
    Case(
        NAMED,
        "A user whom a bucket policy names is renamed: it follows",
        "s3",
        "get_bucket_policy",
        Answered("", 200, f'"{ACCOUNT}:user/hanna"'),
        _HERE,
        by="carol",
        meanwhile=(Step("update_user", {"UserName": "heidi", "NewUserName": "hanna"}, "iam"),),
    ),
    Case(
        NAMED,
        "A user whom a bucket policy names is renamed, and reads",
        "s3",
        "get_object",
        Answered("", 200, "region,sales"),
        {**_HERE, "Key": "q1.csv"},
        by="heidi",
        meanwhile=(Step("update_user", {"UserName": "heidi", "NewUserName": "hanna"}, "iam"),),
    ),
    Case(
        NAMED,
        "An ARN that lacks parts is completed in a user's policy",
        "sts",
        "get_federation_token",
        Answered("", 200, "federated-user/visitor"),
        {"Name": "visitor"},
        by="bob",
        meanwhile=(
            Step(
                "put_user_policy", {"UserName": "bob", "PolicyName": "p", "PolicyDocument": _ANY_STS}, "iam"
            ),
        ),
    ),
    _not_principal("A user is named with the account", _LISTED, _CAROL, "{training}", by="carol"),
    _not_principal("A user is named without the account", _DENIED, _CAROL, by="carol"),
    _not_principal("The account is named, and nobody in it", _DENIED, "{training}", by="carol"),
    _not_principal(
        "A session is named with its role and the account",
        _LISTED,
        *(_SESSION, _DEMO, f"{ACCOUNT}:root"),
        first=AS_DEMO,
    ),
    _not_principal(
        "A role is named with the account, its session is not", _DENIED, _DEMO, "{training}", first=AS_DEMO
    ),
    _not_principal(
        "A user with a boundary is named with the account", _DENIED, _FRANK, "{training}", by="frank"
    ),
)
