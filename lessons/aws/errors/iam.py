"""What IAM answers: entities, managed policies and their versions, quotas."""

from lessons.aws.errors.common import UNSATISFIED
from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import (
    GROUPS_RECORD,
    IAM_MODEL,
    MFA_RECORD,
    OIDC_RECORD,
    OWN,
    POLICIES_RECORD,
    PROFILES_RECORD,
    RECORDED,
    REPORT_RECORD,
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
_NO_POLICY = (
    "There is no managed policy with this ARN. Some of AWS's have a path: policy/job-function/Billing."
)

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
    "no mfa device": Failure(
        Words("NoSuchEntity", 404, "MFA Device with serial number {serial} does not exist.", MFA_RECORD),
        "The account has no MFA device with this serial number.",
    ),
    "mfa device exists": Failure(
        Words("EntityAlreadyExists", 409, "MFA device already exists.", MFA_RECORD),
        "The serial number would be {serial}, and there is a device that has it.",
    ),
    "mfa device in use": Failure(
        Words("EntityAlreadyExists", 409, "MFA Device is already in use.", MFA_RECORD),
        "The device is with {user}, and has to be deactivated there first.",
    ),
    "mfa device of another": Failure(
        Words("NoSuchEntity", 404, "MFA Device invalid for user.", OWN),
        "{user} does not have this device.",
    ),
    "mfa device active": Failure(
        Words(
            "DeleteConflict",
            409,
            "MFA VirtualDevice in use. Must deactivate first",
            Source("hashicorp/terraform-provider-aws#32462", 2023),
        ),
        "A device that somebody has is deactivated before it is deleted.",
    ),
    "mfa codes": Failure(
        Words(
            "InvalidAuthenticationCode",
            403,
            "Authentication code for device is not valid",
            Source("DataCleansingEnthusiast/aws-bootcamp-cruddur-2023, journal/week0.md", 2023),
        ),
        "Two codes are asked for, one that the device shows and the next one, and each counts once.",
    ),
    "no oidc provider": Failure(
        Words("NoSuchEntity", 404, "OpenIDConnect Provider not found for arn {arn}", OIDC_RECORD),
        "The account trusts no identity provider of this ARN.",
    ),
    "no oidc provider to delete": Failure(
        Words("NoSuchEntity", 404, "OpenId connect Provider {arn} cannot be found.", OIDC_RECORD),
        "The account trusts no identity provider of this ARN.",
    ),
    "provider exists": Failure(
        Words("EntityAlreadyExists", 409, "Provider with url {url} already exists.", OIDC_RECORD),
        "The account trusts this identity provider already.",
    ),
    "provider url": Failure(
        Words("ValidationError", 400, "Invalid Open ID Connect Provider URL", OIDC_RECORD),
        "An identity provider has an address that begins with https://, without a port or a query.",
    ),
    "thumbprints": Failure(
        Words("InvalidInput", 400, "Thumbprint list must contain fewer than {limit} entries.", OIDC_RECORD),
        "A provider has up to {limit} thumbprints of certificates.",
    ),
    "no profile": Failure(
        Words("NoSuchEntity", 404, "Instance Profile {name} cannot be found.", PROFILES_RECORD),
        "There is no instance profile called {name} in this account.",
    ),
    "profile exists": Failure(
        Words(
            "EntityAlreadyExists",
            409,
            "Instance Profile {name} already exists.",
            Source("ine-labs/AWSGoat#49", 2024),
        ),
        "There is an instance profile of this name already.",
    ),
    "no role in profile": Failure(
        Words(
            "NoSuchEntity", 404, "Role {role} in Instance Profile {name} cannot be found.", PROFILES_RECORD
        ),
        "The instance profile {name} does not have the role {role}.",
    ),
    "caller arn": Failure(
        Words(
            "InvalidInput",
            400,
            "Invalid caller - Caller must be an IAM user in this context.",
            Source("ScottLogic/blog, _posts/2025-04-03-automated-iam-policy-simulator-testing.md", 2025),
        ),
        "Only a user can be the one who asks in a simulation.",
    ),
    "no caller arn": Failure(
        Words("InvalidInput", 400, "CallerArn is required with a ResourcePolicy.", OWN),
        "A resource policy says whom it is about, so the simulator has to know who asks.",
    ),
    "policy input": Failure(
        Words("InvalidInput", 400, "Invalid Input Policy: it is no JSON.", OWN),
        "One of the policies to be tried is no JSON.",
    ),
    "alias exists": Failure(
        Words(
            "EntityAlreadyExists",
            409,
            "The account alias {alias} already exists.",
            Source("trussworks/terraform-aws-bootstrap#118", 2024),
        ),
        "An alias stands in the address of the sign-in page, so two accounts cannot have the same.",
    ),
    "no alias": Failure(
        Words("NoSuchEntity", 404, "The account alias {alias} cannot be found.", OWN),
        "The account does not have this alias.",
    ),
    "no report": Failure(
        Words("ReportNotPresent", 410, "", REPORT_RECORD),
        "GenerateCredentialReport makes one.",
    ),
    "report expired": Failure(
        # The model has the code. A message is on no public page, and the report that is not there has none.
        Words("ReportExpired", 410, "", IAM_MODEL),
        "A report is good for four hours; GenerateCredentialReport makes a new one.",
    ),
    "no job": Failure(
        Words("NoSuchEntity", 404, "Job {job} cannot be found.", OWN),
        "GenerateServiceLastAccessedDetails starts a job, and gives its id.",
    ),
    "no such arn": Failure(
        Words(
            "NoSuchEntity",
            404,
            "ARN {arn} does not exist.",
            Source("Netflix-Skunkworks/aardvark#61", 2019),
        ),
        "There is no user, group, role or managed policy of this ARN.",
    ),
    "service role": Failure(
        Words(
            "UnmodifiableEntity",
            400,
            "Cannot perform the operation on the protected role '{name}' - "
            "this role is only modifiable by AWS",
            Source("gruntwork-io/cloud-nuke#880", 2025),
        ),
        "A service-linked role is changed by its service alone, whatever anybody is allowed.",
    ),
    "service policy": Failure(
        Words(
            "PolicyNotAttachable",
            400,
            "Cannot attach a Service Role Policy to a Customer Role.",
            Source("aws/aws-cdk#6131", 2020),
        ),
        "The policy is for the role that a service has itself.",
    ),
    "service role taken": Failure(
        Words(
            "InvalidInput",
            400,
            "Service role name {name} has been taken in this account, please try a different suffix.",
            Source("DataDog/pathfinding-labs#23", 2026),
        ),
        "The service has its role already; most services have one only.",
    ),
    "no suffix": Failure(
        Words(
            "InvalidInput",
            400,
            "Custom suffix is not allowed for {principal}",
            Source("terraform-community-modules/tf_aws_elasticsearch#23", 2019),
        ),
        "This service has one role, of one name.",
    ),
    "no service role": Failure(
        Words("InvalidInput", 400, "Invalid service name {principal}.", OWN),
        "The sandbox knows no service of this name that has a role of its own.",
    ),
    "no service-linked role": Failure(
        Words("NoSuchEntity", 404, "{name} is no service-linked role.", OWN),
        "DeleteRole removes the roles of an account, and this call those of services.",
    ),
    "no deletion task": Failure(
        Words("NoSuchEntity", 404, "There is no deletion task {task}.", OWN),
        "The id of a task is what DeleteServiceLinkedRole answers.",
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
