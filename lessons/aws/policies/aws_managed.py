"""The managed policies of AWS that the sandbox has: those that are short and often met.

Each is as AWS has it: id, default version, dates and document (AWS Managed Policy Reference Guide). They have
the shape of a customer managed policy in a world, and belong to the account "aws".
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

ACCOUNT = "aws"


def _policy(
    policy_id: str, description: str, version: str, created: str, updated: str, *statements: Mapping[str, Any]
) -> Mapping[str, Any]:
    document = {"Version": "2012-10-17", "Statement": statements}
    return MappingProxyType(
        {
            "id": policy_id,
            "path": "/",
            "created": created,
            "updated": updated,
            "description": description,
            "tags": {},
            "default": version,
            "versions": {version: {"document": json.dumps(document, indent=4), "created": updated}},
        }
    )


_ORGANIZATION = tuple(
    f"organizations:{name}"
    for name in (
        "DescribeAccount",
        "DescribeOrganization",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "ListChildren",
        "ListParents",
        "ListPoliciesForTarget",
        "ListRoots",
        "ListPolicies",
        "ListTargetsForPolicy",
    )
)

POLICIES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "AdministratorAccess": _policy(
            "ANPAIWMBCKSKIEE64ZLYK",
            "Provides full access to AWS services and resources.",
            "v1",
            "2015-02-06T18:39:46Z",
            "2015-02-06T18:39:46Z",
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
        ),
        "AmazonS3FullAccess": _policy(
            "ANPAIFIR6V6BVTRAHWINE",
            "Provides full access to all buckets via the AWS Management Console.",
            "v2",
            "2015-02-06T18:40:58Z",
            "2021-09-27T20:16:37Z",
            {"Effect": "Allow", "Action": ("s3:*", "s3-object-lambda:*"), "Resource": "*"},
        ),
        "AmazonS3ReadOnlyAccess": _policy(
            "ANPAIZTJ4DXE7G6AGAE6M",
            "Provides read only access to all buckets via the AWS Management Console.",
            "v3",
            "2015-02-06T18:40:59Z",
            "2023-08-10T21:31:39Z",
            {
                "Effect": "Allow",
                "Action": (
                    "s3:Get*",
                    "s3:List*",
                    "s3:Describe*",
                    "s3-object-lambda:Get*",
                    "s3-object-lambda:List*",
                ),
                "Resource": "*",
            },
        ),
        "IAMFullAccess": _policy(
            "ANPAI7XKCFMBPM3QQRRVQ",
            "Provides full access to IAM via the AWS Management Console.",
            "v2",
            "2015-02-06T18:40:38Z",
            "2019-06-21T19:40:00Z",
            {"Effect": "Allow", "Action": ("iam:*", *_ORGANIZATION), "Resource": "*"},
        ),
        "IAMReadOnlyAccess": _policy(
            "ANPAJKSO7NDY4T57MWDSQ",
            "Provides read only access to IAM via the AWS Management Console.",
            "v4",
            "2015-02-06T18:40:39Z",
            "2018-01-25T19:11:27Z",
            {
                "Effect": "Allow",
                "Action": (
                    "iam:GenerateCredentialReport",
                    "iam:GenerateServiceLastAccessedDetails",
                    "iam:Get*",
                    "iam:List*",
                    "iam:SimulateCustomPolicy",
                    "iam:SimulatePrincipalPolicy",
                ),
                "Resource": "*",
            },
        ),
    }
)
