"""The operations of IAM that the sandbox has, by the parameter that names what they are about.

Actions are called as their operations are (Service Authorization Reference, "Actions, resources, and
condition keys for AWS Identity and Access Management").
"""

from lessons.aws.services.operation import Operation

USER, GROUP, ROLE, POLICY = "UserName", "GroupName", "RoleName", "PolicyArn"
PROVIDER = "OpenIDConnectProviderArn"
PROFILE = "InstanceProfileName"
SOURCE = "PolicySourceArn"
NOTHING = ""  # no parameter names what an operation is about

# What there is of IAM, for who asks for something else.
IAM_PARTS = (
    "users",
    "access keys",
    "groups",
    "roles",
    "inline and managed policies",
    "boundaries",
    "tags",
    "MFA devices",
    "instance profiles",
    "OpenID Connect providers",
)

# Users, groups and roles have inline and managed policies alike.
_POLICIES = {
    "Put{}Policy": "IAM put the inline policy on the {}",
    "Get{}Policy": "IAM showed the inline policy of the {}",
    "Delete{}Policy": "IAM deleted the inline policy of the {}",
    "List{}Policies": "IAM listed the inline policies of the {}",
    "Attach{}Policy": "IAM attached the managed policy to the {}",
    "Detach{}Policy": "IAM detached the managed policy from the {}",
    "ListAttached{}Policies": "IAM listed the managed policies of the {}",
}
_TAGS = {
    "Tag{}": "IAM tagged the {}",
    "Untag{}": "IAM removed the tags from the {}",
    "List{}Tags": "IAM listed the tags of the {}",
}
_BOUNDARY = {
    "Put{}PermissionsBoundary": "IAM set the permissions boundary of the {}",
    "Delete{}PermissionsBoundary": "IAM removed the permissions boundary of the {}",
}

_DONE = {
    USER: {
        "CreateUser": "IAM created the user",
        "GetUser": "IAM described the user",
        "UpdateUser": "IAM changed the user",
        "DeleteUser": "IAM deleted the user",
        "ListGroupsForUser": "IAM listed the groups of the user",
        "CreateAccessKey": "IAM created an access key, and shows its secret this once",
        "ListAccessKeys": "IAM listed the access keys of the user, without their secrets",
        "UpdateAccessKey": "IAM switched the access key",
        "DeleteAccessKey": "IAM deleted the access key",
        "ListMFADevices": "IAM listed the MFA devices of the user",
        "GetMFADevice": "IAM described the MFA device",
        "EnableMFADevice": "IAM gave the MFA device to the user",
        "ResyncMFADevice": "IAM set the MFA device right",
        "DeactivateMFADevice": "IAM took the MFA device from the user",
    },
    GROUP: {
        "CreateGroup": "IAM created the group",
        "GetGroup": "IAM described the group and its users",
        "UpdateGroup": "IAM changed the group",
        "DeleteGroup": "IAM deleted the group",
        "AddUserToGroup": "IAM put the user into the group",
        "RemoveUserFromGroup": "IAM took the user out of the group",
    },
    ROLE: {
        "CreateRole": "IAM created the role",
        "GetRole": "IAM described the role",
        "UpdateRole": "IAM changed the role",
        "UpdateRoleDescription": "IAM changed the description of the role",
        "UpdateAssumeRolePolicy": "IAM replaced the trust policy of the role",
        "DeleteRole": "IAM deleted the role, and its sessions died with it",
        "DeleteServiceLinkedRole": "IAM deleted the role of the service",
        "ListInstanceProfilesForRole": "IAM listed the instance profiles of the role",
    },
    POLICY: {
        "GetPolicy": "IAM described the managed policy",
        "DeletePolicy": "IAM deleted the managed policy",
        "CreatePolicyVersion": "IAM made a new version of the managed policy",
        "GetPolicyVersion": "IAM showed the version of the managed policy",
        "ListPolicyVersions": "IAM listed the versions of the managed policy",
        "DeletePolicyVersion": "IAM deleted the version of the managed policy",
        "SetDefaultPolicyVersion": "IAM made this version the one that counts",
        "ListEntitiesForPolicy": "IAM listed who has the managed policy",
    },
    "PolicyName": {"CreatePolicy": "IAM created the managed policy"},
    "VirtualMFADeviceName": {
        "CreateVirtualMFADevice": "IAM made the MFA device, and shows its secret this once",
    },
    "SerialNumber": {"DeleteVirtualMFADevice": "IAM deleted the MFA device"},
    PROFILE: {
        "CreateInstanceProfile": "IAM made the instance profile",
        "GetInstanceProfile": "IAM described the instance profile",
        "AddRoleToInstanceProfile": "IAM put the role into the instance profile",
        "RemoveRoleFromInstanceProfile": "IAM took the role out of the instance profile",
        "DeleteInstanceProfile": "IAM deleted the instance profile",
    },
    "Url": {"CreateOpenIDConnectProvider": "the account trusts the identity provider"},
    PROVIDER: {
        "GetOpenIDConnectProvider": "IAM described the identity provider",
        "AddClientIDToOpenIDConnectProvider": "the account trusts the provider for this audience",
        "RemoveClientIDFromOpenIDConnectProvider": "the account no longer trusts the provider for it",
        "UpdateOpenIDConnectProviderThumbprint": "IAM replaced the thumbprints of the provider",
        "DeleteOpenIDConnectProvider": "the account no longer trusts the identity provider",
    },
    "AWSServiceName": {"CreateServiceLinkedRole": "IAM made the role that the service asks for"},
    "Arn": {
        "GenerateServiceLastAccessedDetails": "IAM looked up which services were used",
        "ListPoliciesGrantingServiceAccess": "IAM listed the policies that allow something of the services",
    },
    NOTHING: {
        "GetServiceLastAccessedDetails": "IAM told which services were used, and when",
        "GetServiceLinkedRoleDeletionStatus": "IAM told what became of the deletion",
        "GetAccountSummary": "IAM counted what is in the account",
        "ListAccountAliases": "IAM told the alias of the account",
        "CreateAccountAlias": "IAM gave the account an alias",
        "DeleteAccountAlias": "IAM took the alias from the account",
        "GenerateCredentialReport": "IAM made the credential report",
        "GetCredentialReport": "IAM showed the credential report",
        "GetAccountAuthorizationDetails": "IAM described all that gives permissions in the account",
        "ListVirtualMFADevices": "IAM listed the MFA devices of the account",
        "ListOpenIDConnectProviders": "IAM listed the identity providers of the account",
    },
    "AccessKeyId": {"GetAccessKeyLastUsed": "IAM told whose access key this is, and when it was last used"},
    "PathPrefix": {
        "ListUsers": "IAM listed the users",
        "ListGroups": "IAM listed the groups",
        "ListRoles": "IAM listed the roles",
        "ListPolicies": "IAM listed the managed policies",
        "ListInstanceProfiles": "IAM listed the instance profiles",
    },
}


def _named(rows: dict[str, str], kind: str, shown: str) -> dict[str, str]:
    return {name.format(kind): done.format(shown) for name, done in rows.items()}


_SHARED = {
    USER: _named(_POLICIES | _TAGS | _BOUNDARY, "User", "user"),
    GROUP: _named(_POLICIES, "Group", "group"),
    ROLE: _named(_POLICIES | _TAGS | _BOUNDARY, "Role", "role"),
    POLICY: _named(_TAGS, "Policy", "managed policy"),
}

_SIMULATED = frozenset(
    {"ActionNames", "ResourceArns", "PolicyInputList", "PermissionsBoundaryPolicyInputList"}
    | {"ResourcePolicy", "ResourceOwner", "CallerArn", "ContextEntries", "MaxItems", "Marker"}
)
_OF_POLICIES = (
    ("SimulatePrincipalPolicy", SOURCE, _SIMULATED | {SOURCE}, "IAM told what would be decided"),
    ("SimulateCustomPolicy", NOTHING, _SIMULATED, "IAM told what would be decided"),
    ("GetContextKeysForPrincipalPolicy", SOURCE, None, "IAM listed what its policies ask about a request"),
    ("GetContextKeysForCustomPolicy", NOTHING, None, "IAM listed what the policies ask about a request"),
)

# Of these the sandbox takes not all parameters.
_SOME = {"GenerateServiceLastAccessedDetails": frozenset({"Arn"})}

IAM = {
    name: Operation(name, f"iam:{name}", parameters, done, subject=subject)
    for name, subject, parameters, done in _OF_POLICIES
} | {
    name: Operation(name, f"iam:{name}", _SOME.get(name), done, subject=subject)
    for table in (_DONE, _SHARED)
    for subject, rows in table.items()
    for name, done in rows.items()
}
