"""What each operation is for, in a few words of our own, as somebody would say it who wants it done."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SENTENCES"]

_STS = {
    "AssumeRole": "Take on a role, and get temporary credentials for it.",
    "AssumeRoleWithWebIdentity": "Take on a role with a token from an identity provider, without AWS keys.",
    "DecodeAuthorizationMessage": "Read the encoded part of a refusal.",
    "GetAccessKeyInfo": "Find out which account an access key belongs to.",
    "GetCallerIdentity": "Ask who you are. Nobody can be refused this.",
    "GetFederationToken": "Get temporary credentials for somebody who is no IAM user.",
    "GetSessionToken": "Get temporary credentials for yourself, with MFA if you like.",
}

_IAM = {
    "CreateUser": "Make a user: a name, and no permissions yet.",
    "GetUser": "Look at a user; at yourself, if you name nobody.",
    "UpdateUser": "Give a user another name or path.",
    "DeleteUser": "Remove a user that has nothing left attached to it.",
    "ListUsers": "See all users of the account.",
    "ListGroupsForUser": "See which groups a user is in.",
    "CreateAccessKey": "Give a user a key. Its secret is shown this one time.",
    "ListAccessKeys": "See a user's keys, never their secrets.",
    "UpdateAccessKey": "Switch a key off, or on again.",
    "DeleteAccessKey": "Remove a key for good.",
    "GetAccessKeyLastUsed": "Find out whose key it is, and when it was last used.",
    "CreateVirtualMFADevice": "Make an MFA device. Its secret is shown this one time.",
    "EnableMFADevice": "Give a user an MFA device, proven by two codes in a row.",
    "ResyncMFADevice": "Set an MFA device right by two codes in a row.",
    "DeactivateMFADevice": "Take an MFA device from a user.",
    "DeleteVirtualMFADevice": "Remove an MFA device that is nobody's.",
    "ListMFADevices": "See a user's MFA devices and their serial numbers.",
    "GetMFADevice": "Look at an MFA device of a user.",
    "ListVirtualMFADevices": "See all MFA devices of the account, and who has them.",
    "CreateOpenIDConnectProvider": "Trust an identity provider, so that its tokens can open roles.",
    "GetOpenIDConnectProvider": "Look at an identity provider and its audiences.",
    "ListOpenIDConnectProviders": "See the identity providers that the account trusts.",
    "AddClientIDToOpenIDConnectProvider": "Trust a provider's tokens for one more audience.",
    "RemoveClientIDFromOpenIDConnectProvider": "Trust a provider's tokens for one audience less.",
    "UpdateOpenIDConnectProviderThumbprint": "Replace the thumbprints of a provider's certificates.",
    "DeleteOpenIDConnectProvider": "Trust an identity provider no more.",
    "CreateGroup": "Make a group that users can share policies in.",
    "GetGroup": "Look at a group and who is in it.",
    "UpdateGroup": "Give a group another name or path.",
    "DeleteGroup": "Remove an empty group.",
    "ListGroups": "See all groups of the account.",
    "AddUserToGroup": "Put a user into a group.",
    "RemoveUserFromGroup": "Take a user out of a group.",
    "CreateRole": "Make a role, and say who may assume it.",
    "GetRole": "Look at a role and its trust policy.",
    "UpdateRole": "Change how long a role's sessions may last, or its description.",
    "UpdateRoleDescription": "Change what a role says of itself.",
    "UpdateAssumeRolePolicy": "Replace a role's trust policy: who may assume it.",
    "DeleteRole": "Remove a role. Its sessions die with it.",
    "ListRoles": "See all roles of the account.",
    "ListInstanceProfilesForRole": "See which instance profiles hand a role to EC2.",
    "CreateInstanceProfile": "Make an instance profile, which hands a role to EC2.",
    "GetInstanceProfile": "Look at an instance profile and its role.",
    "ListInstanceProfiles": "See all instance profiles of the account.",
    "AddRoleToInstanceProfile": "Put a role into an instance profile: you need to be allowed to pass it.",
    "RemoveRoleFromInstanceProfile": "Take the role out of an instance profile.",
    "DeleteInstanceProfile": "Remove an instance profile without a role.",
    "GetAccountAuthorizationDetails": "See all users, groups, roles and policies at once, as audits do.",
    "CreateServiceLinkedRole": "Make the role that a service of AWS asks for.",
    "DeleteServiceLinkedRole": "Remove the role of a service.",
    "GetServiceLinkedRoleDeletionStatus": "See what became of the deletion of a service's role.",
    "GetAccountSummary": "See how much there is of everything, and AWS's quotas.",
    "ListAccountAliases": "See the alias of the account.",
    "CreateAccountAlias": "Give the account an alias for its sign-in page.",
    "DeleteAccountAlias": "Take the alias from the account.",
    "GenerateCredentialReport": "Make a report of all users, their keys and their MFA.",
    "GetCredentialReport": "Read the credential report.",
    "GenerateServiceLastAccessedDetails": "Look up which services somebody used.",
    "ListPoliciesGrantingServiceAccess": "See by which policies somebody may use a service.",
    "GetServiceLastAccessedDetails": "Read which services somebody used, and when.",
    "CreatePolicy": "Make a managed policy, to attach to many.",
    "GetPolicy": "Look at a managed policy, without its document.",
    "DeletePolicy": "Remove a managed policy that nobody has.",
    "ListPolicies": "See the managed policies, AWS's own too.",
    "CreatePolicyVersion": "Write a new version of a managed policy.",
    "GetPolicyVersion": "Read the document of one version.",
    "ListPolicyVersions": "See the versions of a managed policy.",
    "DeletePolicyVersion": "Remove a version that is not the default.",
    "SetDefaultPolicyVersion": "Choose the default version.",
    "ListEntitiesForPolicy": "See who has a managed policy.",
    "SimulatePrincipalPolicy": "Ask what would be decided, without doing it.",
    "SimulateCustomPolicy": "Ask what policies would decide that nobody has yet.",
    "GetContextKeysForPrincipalPolicy": "See what somebody's policies ask about a request.",
    "GetContextKeysForCustomPolicy": "See what policies ask about a request that nobody has yet.",
}

_POLICIES = {
    "Put{}Policy": "Write an inline policy of a {}.",
    "Get{}Policy": "Read an inline policy of a {}.",
    "Delete{}Policy": "Remove an inline policy of a {}.",
    "List{}Policies": "See the names of a {}'s inline policies.",
    "Attach{}Policy": "Give a {} a managed policy.",
    "Detach{}Policy": "Take a managed policy from a {}.",
    "ListAttached{}Policies": "See which managed policies a {} has.",
}
_BOUNDARY = {
    "Put{}PermissionsBoundary": "Set the most that a {} can ever be allowed.",
    "Delete{}PermissionsBoundary": "Lift the limit that a boundary sets for a {}.",
}
_TAGS = {
    "Tag{}": "Put tags on a {}.",
    "Untag{}": "Remove tags from a {}.",
    "List{}Tags": "See the tags of a {}.",
}

_S3 = {
    "ListBuckets": "See the buckets of your account.",
    "CreateBucket": "Make a bucket in the namespace that all accounts share.",
    "HeadBucket": "Find out whether a bucket is there, and open to you.",
    "GetBucketLocation": "Ask which region a bucket is in.",
    "DeleteBucket": "Remove an empty bucket.",
    "GetBucketPolicy": "Read a bucket's policy.",
    "PutBucketPolicy": "Write a bucket's policy: who may do what in it.",
    "DeleteBucketPolicy": "Remove a bucket's policy.",
    "GetBucketPolicyStatus": "Ask whether a bucket's policy opens it to everybody.",
    "GetPublicAccessBlock": "See which of the four guards against public access are on in a bucket.",
    "PutPublicAccessBlock": "Switch a bucket's guards against public access on or off.",
    "DeletePublicAccessBlock": "Remove all four guards against public access from a bucket.",
    "GetBucketAcl": "See who owns a bucket.",
    "PutBucketAcl": "Write an access control list. AWS refuses: new buckets have none.",
    "GetBucketEncryption": "See how a bucket encrypts what is in it.",
    "GetBucketVersioning": "See whether a bucket keeps old versions.",
    "GetBucketTagging": "See the tags of a bucket.",
    "PutBucketTagging": "Replace the tags of a bucket.",
    "DeleteBucketTagging": "Remove all tags of a bucket.",
    "GetObjectAcl": "See who owns an object.",
    "PutObjectAcl": "Write an access control list. AWS refuses: new buckets have none.",
    "GetObjectTagging": "See the tags of an object.",
    "PutObjectTagging": "Replace the tags of an object.",
    "DeleteObjectTagging": "Remove all tags of an object.",
    "ListObjects": "See what is in a bucket, the older way.",
    "ListObjectsV2": "See what is in a bucket.",
    "PutObject": "Write an object.",
    "GetObject": "Read an object.",
    "HeadObject": "Look at an object without reading it.",
    "CopyObject": "Copy an object: you need to read there and write here.",
    "DeleteObject": "Remove an object.",
    "DeleteObjects": "Remove many objects with one call.",
    "CreateMultipartUpload": "Begin an upload in parts.",
    "UploadPart": "Send one part of an upload.",
    "ListParts": "See the parts that have been sent.",
    "CompleteMultipartUpload": "Put the parts together to an object.",
    "AbortMultipartUpload": "Cancel an upload.",
}


def _of(rows: Mapping[str, str], kind: str, shown: str) -> dict[str, str]:
    return {name.format(kind): sentence.format(shown) for name, sentence in rows.items()}


SENTENCES: Mapping[str, Mapping[str, str]] = {
    "sts": _STS,
    "iam": _IAM
    | _of(_POLICIES | _BOUNDARY | _TAGS, "User", "user")
    | _of(_POLICIES | _BOUNDARY | _TAGS, "Role", "role")
    | _of(_POLICIES, "Group", "group")
    | _of(_TAGS, "Policy", "managed policy"),
    "s3": _S3,
}
