"""The world in which the documented cases are asked: as small as they allow."""

from typing import Any

ACCOUNT = "arn:aws:iam::{training}"
BUCKET = "arn:aws:s3:::reports-{training}"


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def _trust(principal: str, action: Any = "sts:AssumeRole", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, **more}


_EVERYTHING = {"everything": _policy(_allow("*"))}
_DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}
_ALICE, _DEMO = f"{ACCOUNT}:user/alice", f"{ACCOUNT}:role/demo"
_MAY_TAG = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]

_USERS: dict[str, Any] = {
    "alice": {"policies": {"ask": _policy(_allow("sts:*", f"{ACCOUNT}:role/*"))}},
    "bob": {},
    "carol": {"policies": _EVERYTHING},
    "erin": {"policies": {**_EVERYTHING, "nothing": _policy(_DENY)}},
    "frank": {"policies": _EVERYTHING, "boundary": f"{ACCOUNT}:policy/listing"},
    "grace": {"policies": {"home": _policy(_allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*"))}},
    "heidi": {
        "policies": {
            "mfa": _policy(_allow("s3:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
        }
    },
    "judy": {"policies": _EVERYTHING, "attached": [f"{ACCOUNT}:policy/no-iam"]},
}

_ROLES: dict[str, Any] = {
    "demo": {
        "trust": _policy(_trust(_ALICE)),
        "policies": {
            "read": _policy(_allow(["s3:GetObject", "s3:ListBucket"], [BUCKET, f"{BUCKET}/*"])),
            "chain": _policy(_allow("sts:*")),
        },
    },
    "account": {"trust": _policy(_trust(f"{ACCOUNT}:root")), "policies": {"all": _policy(_allow("s3:*"))}},
    "bare": {"trust": _policy(_trust("{training}"))},
    "twelve-hours": {
        "path": "/teams/",
        "trust": _policy(_trust(_ALICE), _trust(_DEMO)),
        "max_session_seconds": 43200,
    },
    "vendor": {"trust": _policy(_trust(_ALICE, Condition={"StringEquals": {"sts:ExternalId": "k7-vendor"}}))},
    "guarded": {"trust": _policy(_trust(_ALICE, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))},
    "shut": {
        "trust": _policy(
            _trust(_ALICE), {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        ),
    },
    "tagged": {"trust": _policy(_trust(_ALICE, _MAY_TAG), _trust(f"{ACCOUNT}:role/tagged", _MAY_TAG))},
}

# Identity providers outside of AWS. The account training knows the first one only.
LOGIN, ELSEWHERE = "https://login.example", "https://elsewhere.example"
_STUDENTS = {
    "Effect": "Allow",
    "Principal": {"Federated": f"{ACCOUNT}:oidc-provider/login.example"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringLike": {"login.example:sub": "student-*"}},
}
_ROLES["students"] = {"trust": _policy(_STUDENTS)}

_BUCKETS = {"reports-{training}": {"q1.csv": "region,sales\n", "grace/notes.txt": "mine\n"}}
_BUCKET_POLICY = _policy(
    {
        "Effect": "Allow",
        "Principal": {"AWS": f"{ACCOUNT}:user/heidi"},
        "Action": "s3:GetObject",
        "Resource": f"{BUCKET}/q1.csv",
    }
)

_FULL = {"FullAWSAccess": _policy(_allow("*"))}
_NO_VISITORS = _policy({"Effect": "Deny", "Action": "sts:GetFederationToken", "Resource": "*"})
_LEVELS = [
    {"name": "Root", "scps": _FULL},
    {"name": "Workloads", "scps": {"storage": _policy(_allow(["s3:*", "sts:*"]))}},
    {"name": "member", "scps": {**_FULL, "no-visitors": _NO_VISITORS}},
]

WORLD: dict[str, Any] = {
    "accounts": {
        "training": {
            "users": _USERS,
            "roles": _ROLES,
            "policies": {
                "listing": _policy(_allow("s3:ListBucket")),
                "no-iam": _policy({"Effect": "Deny", "Action": "iam:*", "Resource": "*"}),
            },
            "oidc_providers": {LOGIN: {"client_ids": ["training-app"]}},
            "buckets": _BUCKETS,
            "bucket_policies": {"reports-{training}": _BUCKET_POLICY},
        },
        "other": {
            "oidc_providers": {ELSEWHERE: {"client_ids": ["training-app"]}},
            "users": {"mallory": {"policies": _EVERYTHING}, "dave": {}},
            "roles": {"visitors": {"trust": _policy(_trust(f"{ACCOUNT}:root"))}},
            "buckets": {"private-{other}": {"secret.txt": "not for you\n"}},
        },
        "member": {"users": {"ivan": {"policies": _EVERYTHING}}, "organization": {"levels": _LEVELS}},
    }
}
