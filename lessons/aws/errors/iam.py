"""What IAM answers: entities, managed policies and their versions, quotas."""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import COMMON, IAM_MODEL, RECORDED, S3_CODES

FAILURES = {
    "no iam": Failure(
        Words("InvalidClientTokenId", 403, "The security token included in the request is invalid", RECORDED),
        "These temporary credentials of a user were issued without MFA, and IAM takes them only with it.",
    ),
    "no iam for federated": Failure(
        Words("InvalidClientTokenId", 403, "The security token included in the request is invalid", RECORDED),
        "IAM takes no credentials from GetFederationToken, whatever their policies say.",
    ),
    "marker": Failure(
        Words("ValidationError", 400, "Invalid Marker.", COMMON),
        "A marker comes from the answer before, and {marker} does not.",
    ),
    "no entity": Failure(
        Words("NoSuchEntity", 404, "The {kind} with name {name} cannot be found.", IAM_MODEL),
        "There is no {kind} called {name} in this account.",
    ),
    "no access key": Failure(
        Words("NoSuchEntity", 404, "The Access Key with id {key} cannot be found.", IAM_MODEL),
        "The user has no access key {key}.",
    ),
    "no member": Failure(
        Words("NoSuchEntity", 404, "User {user} is not in group {group}.", IAM_MODEL),
        "The group {group} does not have {user} among its users.",
    ),
    "no managed policy": Failure(
        Words("NoSuchEntity", 404, "Policy {arn} does not exist or is not attachable.", IAM_MODEL),
        "There is no managed policy with this ARN. Of those of AWS the sandbox has a few.",
    ),
    "policy not found": Failure(
        Words("NoSuchEntity", 404, "Policy {arn} was not found.", IAM_MODEL),
        "This managed policy is not attached there.",
    ),
    "no version": Failure(
        Words(
            "NoSuchEntity",
            404,
            "Policy {arn} version {version} does not exist or is not attachable.",
            IAM_MODEL,
        ),
        "The managed policy has no version {version}.",
    ),
    "foreign policy": Failure(
        Words("AccessDenied", 403, "Policy is outside your own account.", RECORDED),
        "A managed policy can be changed by its own account only, and those of AWS by nobody else.",
    ),
    "entity exists": Failure(
        Words("EntityAlreadyExists", 409, "{kind} with name {name} already exists.", IAM_MODEL),
        "There is one of this name already; names differ by more than upper and lower case.",
    ),
    "policy exists": Failure(
        Words(
            "EntityAlreadyExists",
            409,
            "A policy called {name} already exists. Duplicate names are not allowed.",
            IAM_MODEL,
        ),
        "The account has a managed policy of this name already.",
    ),
    "delete conflict": Failure(
        Words("DeleteConflict", 409, "Cannot delete entity, must {first} first.", IAM_MODEL),
        "IAM deletes nothing that something else still hangs on.",
    ),
    "policy attached": Failure(
        Words("DeleteConflict", 409, "Cannot delete a policy attached to entities.", IAM_MODEL),
        "Somebody still has this policy, attached or as a permissions boundary.",
    ),
    "policy versions": Failure(
        Words(
            "DeleteConflict",
            409,
            "This policy has more than one version. Before you delete a policy, you must delete the policy's "
            "versions. The default version is deleted with the policy.",
            IAM_MODEL,
        ),
        "All versions but the default one have to be deleted first.",
    ),
    "quota": Failure(
        Words("LimitExceeded", 409, "Cannot exceed quota for {quota}: {limit}", IAM_MODEL),
        "There is room for {limit}, and so many there are.",
    ),
    "policy size": Failure(
        Words("LimitExceeded", 409, "Cannot exceed quota for {quota}: {limit}", IAM_MODEL),
        "A policy of this kind has {limit} characters at most, white space aside.",
    ),
    "inline size": Failure(
        Words(
            "LimitExceeded", 409, "Maximum policy size of {limit} bytes exceeded for {kind} {name}", IAM_MODEL
        ),
        "The inline policies of a {kind} have {limit} characters together at most, white space aside.",
    ),
    "trust policy": Failure(
        Words("MalformedPolicyDocument", 400, "{message}", IAM_MODEL),
        "A trust policy says who may assume the role, and nothing else.",
    ),
    "principal": Failure(
        Words("MalformedPolicyDocument", 400, 'Invalid principal in policy: "AWS":"{principal}"', IAM_MODEL),
        "The policy names somebody who does not exist, and AWS saves no such policy.",
        Words("MalformedPolicy", 400, "Invalid principal in policy", S3_CODES),
    ),
    "no user name": Failure(
        Words(
            "ValidationError", 400, "Must specify userName when calling with non-User credentials", RECORDED
        ),
        "Without a user's name the call is about the caller, and this caller is no user.",
    ),
}
