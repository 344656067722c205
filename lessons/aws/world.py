"""The world: the accounts of one sandbox, with users, roles and buckets, as one JSON document.

`lessons.aws.scenario` makes one of what an author wrote, `World` reads one. A world is never changed in
place: a call that changes something gives a new document.

A policy document is JSON text, exactly as it was submitted: AWS hands it back to the letter, and a database
that stores JSON by its own order of keys cannot shuffle it.

    {"accounts": {"<12 digits>": {
        "name":     "training",
        "users":    {"alice": {"id": "AIDA…", "path": "/", "created": "…Z", "tags": {},
                               "policies": {name: text}, "attached": [ARN of a managed policy],
                               "boundary": such an ARN or null, "access_keys": [
                                   {"id": "AKIA…", "secret": "…", "active": true, "created": "…Z"}]}},
        "groups":   {"team": {"id": "AGPA…", "path": "/", "created": "…Z", "policies": {}, "attached": [],
                              "members": ["alice"]}},
        "roles":    {"demo": {"id": "AROA…", "path": "/", "created": "…Z", "tags": {}, "policies": {},
                              "attached": [], "boundary": null, "trust": text, "description": "",
                              "max_session_seconds": 3600}},
        "policies": {"read": {"id": "ANPA…", "path": "/", "created": "…Z", "updated": "…Z", "tags": {},
                              "description": "", "default": "v1",
                              "versions": {"v1": {"document": text, "created": "…Z"}}}},
        "buckets":  {"reports-<12 digits>": {"created": "…Z", "policy": text or null, "objects": {
            "q1.csv": {"body": "…", "base64": false, "modified": "…Z", "metadata": {header: value}}},
            "uploads": {id: {"key": "…", "metadata": {}, "parts": {"1": as an object, with its "size"}}},
            "public_access_block": {setting by AWS's name: true or false}}},
        "mfa_devices": {"arn:aws:iam::<12 digits>:mfa/alice": {
            "user": "alice" or null, "secret": base32, "last_step": 0, "enabled": "…Z" or absent}},
        "oidc_providers": {"https://login.example": {
            "client_ids": ["training-app"], "thumbprints": [], "tags": {}, "created": "…Z"}},
        "instance_profiles": {"web": {"id": "AIPA…", "path": "/", "created": "…Z", "tags": {},
                                      "roles": ["demo"]}} or absent,
        "alias": "training" or absent,
        "credential_report": {"generated": "…Z", "content": CSV} or absent,
        "access_jobs": {id: {"arn": …, "created": "…Z"}} or absent,
        "organization": {"levels": [{"name": "Root", "scps": {name: text}, "rcps": {name: text}}]},
        "administrators": {"admin": as a user}}},
     "identity_providers": {"https://login.example": private key as PEM}}

A bucket and an object have `tags`, {name: value}, where somebody has put some on them.

Only an account that is a member of an organization, and not its management account, has `organization`: the
levels from the root down to the account, or one level without a name in their place.

In a bucket without `public_access_block` nothing is blocked: its owner has deleted the block, or it is older
than the block is here, and got its policy without one.

Administrators have keys and policies as users have, but are none of the account's users: they stand for
whoever signs in to the console, so that a sandbox's page can edit what its users may not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

from lessons.aws.arn import BUCKETS, bucket_arn, group_arn, policy_arn, read_role_arn, role_arn, user_arn
from lessons.aws.credentials import FindUses
from lessons.aws.entities import AccessKey, Bucket, ManagedPolicy, MfaDevice, Role, User
from lessons.aws.moto import aws_managed
from lessons.aws.organization import control_policy_arn
from lessons.aws.policies import public
from lessons.aws.policies.access_request import Level, Levels, NamedPolicies
from lessons.aws.policies.policy import Policy, parse

NamedPolicy = tuple[str, Policy]

# A world is one JSON object, as above. It is never changed in place.
WorldDocument = Mapping[str, Any]
# No account gets rid of it, so that a resource control policy can only take away.
_FULL_ACCESS = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}'
_ALWAYS_ATTACHED: Mapping[str, NamedPolicies] = {"rcps": (("RCPFullAWSAccess", parse(_FULL_ACCESS)),)}


@dataclass(frozen=True)
class World:
    """Typed reading of a world document. What is not there is None.

    `find_uses` tells of the calls that were made in it.
    """

    document: WorldDocument
    find_uses: FindUses = field(default=lambda _: (), compare=False)

    @property
    def accounts(self) -> Mapping[str, Any]:
        """The accounts by their 12 digits."""
        accounts: Mapping[str, Any] = self.document.get("accounts", {})
        return accounts

    def account_id(self, name: str) -> str | None:
        """The 12 digits of the account that the scenario calls `name`."""
        return next((key for key, account in self.accounts.items() if account["name"] == name), None)

    @cached_property
    def users(self) -> tuple[User, ...]:
        """Every user of every account, in the author's order."""
        return self._read_users("users")

    @cached_property
    def administrators(self) -> tuple[User, ...]:
        """Who edits the accounts from the sandbox's page."""
        return self._read_users("administrators")

    def _read_users(self, part: str) -> tuple[User, ...]:
        return tuple(
            self._user(account_id, name, item)
            for account_id, account in self.accounts.items()
            for name, item in account.get(part, {}).items()
        )

    def find_key(self, access_key_id: str) -> tuple[User, AccessKey] | None:
        """The long-term key of this id, with the user it belongs to."""
        for account_id, account in self.accounts.items():
            for name, item in (*account["users"].items(), *account["administrators"].items()):
                for key in item["access_keys"]:
                    if key["id"] == access_key_id:
                        return self._user(account_id, name, item), AccessKey(**key)
        return None

    def managed_policy(self, arn: str) -> ManagedPolicy | None:
        """A managed policy by its ARN: one of the sandbox's accounts, or one of those of AWS."""
        item, name = self.policy_item(arn), arn.rpartition("/")[2]
        return ManagedPolicy(arn, name, item["versions"][item["default"]]["document"]) if item else None

    def policy_item(self, arn: str) -> Mapping[str, Any] | None:
        """What the document has of a managed policy, or of one of those of AWS."""
        account_id, _, name = arn.removeprefix("arn:aws:iam::").partition(":policy/")
        name = name.rpartition("/")[2]
        if account_id == aws_managed.ACCOUNT:
            item = aws_managed.find(name)
        else:
            item = self.accounts.get(account_id, {}).get("policies", {}).get(name)
        return item if item and policy_arn(account_id, item["path"], name) == arn else None

    def user_by_id(self, user_id: str) -> User | None:
        """A user by AWS's unique id."""
        return next((user for user in chain(self.users, self.administrators) if user.id == user_id), None)

    def policies_of(self, arn: str) -> tuple[NamedPolicies, NamedPolicies | None] | None:
        """The policies of a user, a group or a role, and the boundary if there is one."""
        user = next((user for user in self.users if user.arn == arn), None)
        holder = user or self.role_by_arn(arn)
        if holder:
            return holder.policies, holder.boundary
        for account_id, account in self.accounts.items():
            for name, item in account["groups"].items():
                if group_arn(account_id, item["path"], name) == arn:
                    return self._policies(item), None
        return None

    def role(self, account_id: str, name: str) -> Role | None:
        """A role by its account and its name."""
        item = self.accounts.get(account_id, {}).get("roles", {}).get(name)
        return self._role(account_id, name, item) if item else None

    def role_by_arn(self, arn: str) -> Role | None:
        """A role by its ARN, which has to name the path too."""
        parts = read_role_arn(arn)
        role = self.role(parts.account_id, parts.name) if parts else None
        return role if role and role.arn == arn else None

    def bucket(self, name: str) -> Bucket | None:
        """A bucket by its name, in whichever account it is."""
        for account_id, account in self.accounts.items():
            if name in account["buckets"]:
                return _bucket(account_id, name, account["buckets"][name])
        return None

    def bucket_by_arn(self, arn: str) -> Bucket | None:
        """A bucket by its ARN, or by that of an object in it."""
        return self.bucket(arn.removeprefix(BUCKETS).partition("/")[0]) if arn.startswith(BUCKETS) else None

    @property
    def mfa_devices(self) -> tuple[MfaDevice, ...]:
        """Every MFA device of every account."""
        return tuple(
            MfaDevice(account_id, serial, item["user"], item["secret"], item["last_step"])
            for account_id, account in self.accounts.items()
            for serial, item in account.get("mfa_devices", {}).items()
        )

    def with_mfa_device(self, device: MfaDevice) -> dict[str, Any]:
        """A new document in which one MFA device is replaced."""
        account = self.accounts[device.account_id]
        item = {**account["mfa_devices"][device.serial], "last_step": device.last_step}
        devices = {**account["mfa_devices"], device.serial: item}
        return self.with_account(device.account_id, {**account, "mfa_devices": devices})

    @property
    def identity_providers(self) -> Mapping[str, str]:
        """The private keys (PEM) of the sandbox's OpenID Connect providers by their URLs."""
        keys: Mapping[str, str] = self.document.get("identity_providers", {})
        return keys

    def audiences(self, account_id: str, issuer: str) -> frozenset[str] | None:
        """The client ids for which an account trusts a provider, None where it does not know it."""
        item = self.accounts.get(account_id, {}).get("oidc_providers", {}).get(issuer)
        return None if item is None else frozenset(item["client_ids"])

    def control_policies(self, account_id: str, kind: str) -> Levels | None:
        """What an organization says about an account ("scps" or "rcps"), None where there is none."""
        organization = self.accounts.get(account_id, {}).get("organization")
        if organization is None:
            return None
        levels = organization.get("levels", [organization])
        return tuple(_level(item, kind, self.members) for item in levels)

    @cached_property
    def members(self) -> frozenset[str]:
        """The ids of the accounts that are in the organization."""
        return frozenset(
            key for key, account in self.accounts.items() if account.get("organization") is not None
        )

    def count_objects(self) -> int:
        """How many objects there are in all buckets, and uploads that have begun."""
        buckets = (bucket for account in self.accounts.values() for bucket in account["buckets"].values())
        return sum(len(bucket["objects"]) + len(bucket.get("uploads", {})) for bucket in buckets)

    def with_account(self, account_id: str, account: Mapping[str, Any]) -> dict[str, Any]:
        """A new document in which one account is replaced."""
        return {**self.document, "accounts": {**self.accounts, account_id: account}}

    def _user(self, account_id: str, name: str, item: Mapping[str, Any]) -> User:
        return User(
            account_id=account_id,
            name=name,
            id=item["id"],
            arn=user_arn(account_id, item["path"], name),
            tags=item["tags"],
            policies=(*self._policies(item), *self._group_policies(account_id, name, item)),
            boundary=self._boundary(item),
            access_keys=tuple(AccessKey(**key) for key in item["access_keys"]),
        )

    def _role(self, account_id: str, name: str, item: Mapping[str, Any]) -> Role:
        return Role(
            account_id=account_id,
            name=name,
            id=item["id"],
            arn=role_arn(account_id, item["path"], name),
            tags=item["tags"],
            policies=self._policies(item),
            boundary=self._boundary(item),
            trust=_named({"trust policy": item["trust"]}),
            max_session_seconds=item["max_session_seconds"],
            created=item["created"],
        )

    def _policies(self, item: Mapping[str, Any]) -> NamedPolicies:
        """The inline and the attached policies of a user, a group or a role."""
        return (*_named(item["policies"]), *(self._named_policy(arn) for arn in item["attached"]))

    def _group_policies(self, account_id: str, name: str, user: Mapping[str, Any]) -> Iterator[NamedPolicy]:
        """What the user's groups add. An administrator of the same name is in none of them."""
        account = self.accounts[account_id]
        for group, item in account["groups"].items():
            if name in item["members"] and account["users"].get(name) is user:
                yield from ((f"{key} of the group {group}", policy) for key, policy in self._policies(item))

    def _boundary(self, item: Mapping[str, Any]) -> NamedPolicies | None:
        return None if item["boundary"] is None else (self._named_policy(item["boundary"]),)

    def _named_policy(self, arn: str) -> NamedPolicy:
        """A managed policy with its name. One that is not there allows nothing."""
        found = self.managed_policy(arn)
        return (found.name, found.policy) if found else (arn, Policy(()))


def _named(policies: Mapping[str, str]) -> NamedPolicies:
    return tuple((name, parse(text)) for name, text in policies.items())


def _level(item: Mapping[str, Any], kind: str, members: frozenset[str]) -> Level:
    """One level of an organization. Its policies go by its name too: the same may hang at several."""
    name = item.get("name", "")
    own = (
        (key, replace(policy, arn=control_policy_arn(members, kind, key)))
        for key, policy in _named(item.get(kind, {}))
    )
    policies = (*_ALWAYS_ATTACHED.get(kind, ()), *own)
    return Level(name, tuple((f"{key} at {name}" if name else key, policy) for key, policy in policies))


def _bucket(account_id: str, name: str, item: Mapping[str, Any]) -> Bucket:
    policy, block = item["policy"], item.get("public_access_block", public.NOT_SET)
    named = () if policy is None else _named({"bucket policy": policy})
    if block.get("RestrictPublicBuckets") and any(public.is_public(own) for _, own in named):
        named = (*named, ("RestrictPublicBuckets", public.outsiders_denied(account_id)))
    return Bucket(account_id, name, bucket_arn(name), named, frozenset(item["objects"]), block)
