"""What IAM answers: entities, managed policies and their versions, quotas."""

from lessons.aws.errors.common import UNSATISFIED
from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import (
    GROUPS_RECORD,
    IAM_MODEL,
    POLICIES_RECORD,
    RECORDED,
    USERS_RECORD,
    Source,
)

_NO_TOKEN = Words(
    "InvalidClientTokenId",
    403,
    "The security token included in the request is invalid",
    Source("cloudyr/aws.iam#15", 2020),
)
_KEY_GONE = Source("getwilds/sixtyfour, man/aws_user_access_key_delete.Rd", 2025)
QUOTA = Words(
    "LimitExceeded",
    409,
    "Cannot exceed quota for {quota}: {limit}",
    Source("ministryofjustice/analytical-platform#6873", 2025),
)
_NO_POLICY = "There is no managed policy with this ARN. Of those of AWS the sandbox has a few."

FAILURES = {
    "no iam": Failure(
        _NO_TOKEN,
        "These temporary credentials of a user were issued without MFA, and IAM takes them only with it.",
    ),
    "no iam for federated": Failure(
        _NO_TOKEN,
        "IAM takes no credentials from GetFederationToken, whatever their policies say.",
    ),
    "marker": Failure(
        UNSATISFIED,
        "A marker comes from the answer before, and {marker} does not.",
    ),
    "no entity": Failure(
        Words("NoSuchEntity", 404, "The {kind} with name {name} cannot be found.", USERS_RECORD),
        "There is no {kind} called {name} in this account.",
    ),
    "no access key": Failure(
        Words("NoSuchEntity", 404, "The Access Key with id {key} cannot be found.", _KEY_GONE),
        "The user has no access key {key}.",
    ),
    "no member": Failure(
        Words("NoSuchEntity", 404, "User {user} is not in group {group}.", RECORDED),
        "The group {group} does not have {user} among its users.",
    ),
    "no arn": Failure(
        Words(
            "ValidationError",
            400,
            "Invalid ARN:  Could not be parsed!",
            Source("localstack/localstack#8615", 2023),
        ),
        "A managed policy is named by its ARN, such as arn:aws:iam::123456789012:policy/name.",
    ),
    "not attachable": Failure(
        Words(
            "NoSuchEntity",
            404,
            "Policy {arn} does not exist or is not attachable.",
            Source("pulumi/pulumi#7419", 2021),
        ),
        _NO_POLICY,
    ),
    "no managed policy": Failure(
        Words("NoSuchEntity", 404, "Policy {arn} was not found.", GROUPS_RECORD), _NO_POLICY
    ),
    "policy not found": Failure(
        Words("NoSuchEntity", 404, "Policy {arn} was not found.", GROUPS_RECORD),
        "This managed policy is not attached there.",
    ),
    "no version": Failure(
        Words(
            "NoSuchEntity",
            404,
            "Policy {arn} version {version} does not exist or is not attachable.",
            POLICIES_RECORD,
        ),
        "The managed policy has no version {version}.",
    ),
    "foreign policy": Failure(
        Words("AccessDenied", 403, "Policy is outside your own account.", RECORDED),
        "A managed policy can be changed by its own account only, and those of AWS by nobody else.",
    ),
    "entity exists": Failure(
        Words("EntityAlreadyExists", 409, "{kind} with name {name} already exists.", USERS_RECORD),
        "There is one of this name already; names differ by more than upper and lower case.",
    ),
    "policy exists": Failure(
        Words(
            "EntityAlreadyExists",
            409,
            "A policy called {name} already exists. Duplicate names are not allowed.",
            Source("aws-controllers-k8s/community#2459", 2025),
        ),
        "The account has a managed policy of this name already.",
    ),
    "delete conflict": Failure(
        Words("DeleteConflict", 409, "Cannot delete entity, must {first} first.", USERS_RECORD),
        "IAM does not delete what is still in use.",
    ),
    "policy attached": Failure(
        Words(
            "DeleteConflict",
            409,
            "Cannot delete a policy attached to entities.",
            Source("hashicorp/terraform-provider-aws#13901", 2020),
        ),
        "Somebody still has this policy, attached or as a permissions boundary.",
    ),
    "policy versions": Failure(
        Words(
            "DeleteConflict",
            409,
            "This policy has more than one version. Before you delete a policy, you must delete the policy's "
            "versions. The default version is deleted with the policy.",
            Source("ubicloud/ubicloud#6244", 2026),
        ),
        "All versions but the default one have to be deleted first.",
    ),
    "quota": Failure(QUOTA, "The limit is {limit}, and it is reached."),
    "policy size": Failure(
        QUOTA,
        "A policy of this kind has {limit} characters at most, white space aside.",
    ),
    "inline size": Failure(
        Words(
            "LimitExceeded",
            409,
            "Maximum policy size of {limit} bytes exceeded for {kind} {name}",
            Source("kubernetes/kops#12558", 2021),
        ),
        "The inline policies of a {kind} have {limit} characters together at most, white space aside.",
    ),
    "malformed policy": Failure(
        Words("MalformedPolicyDocument", 400, "{message}", IAM_MODEL), "AWS does not save this policy. {hint}"
    ),
    "no user name": Failure(
        Words(
            "ValidationError",
            400,
            "Must specify userName when calling with non-User credentials",
            Source("mhausenblas/rbIAM#4", 2019),
        ),
        "Without a user's name the call is about the caller, and this caller is no user.",
    ),
}
