"""What is wrong in a scenario's document, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lessons import aws
from lessons.aws.policies.public import SETTINGS
from lessons.sandbox.documents.json_field import unfit
from lessons.sandbox.documents.shape import Mistake, Path, shape

__all__ = ["mistakes_in"]

# What an account, and an identity in it, may have; the types are as `lessons.aws.build` reads them.
ACCOUNT = {
    "users": dict,
    "groups": dict,
    "roles": dict,
    "policies": dict,
    "buckets": dict,
    "bucket_policies": dict,
    "public_access_blocks": dict,
    "oidc_providers": dict,
    "organization": dict,
}
PROVIDER = {"client_ids": list}
ORGANIZATION = {"levels": list, "scps": dict, "rcps": dict}
LEVEL = {"name": str, "scps": dict, "rcps": dict}
CONTROL_POLICIES = {"scps": "identity", "rcps": "control"}  # the kind of policy whose elements they have
GROUP = {"policies": dict, "attached": list, "path": str, "members": list}
USER = {"policies": dict, "attached": list, "path": str, "tags": dict, "boundary": str}
ROLE = USER | {"trust": dict, "max_session_seconds": int}
POLICY_ARN = re.compile(r"arn:aws:iam::(aws|\d{12}):policy/[\w+=,.@/-]+", re.ASCII)
SESSION_SECONDS = range(3_600, 43_201)  # what AWS takes as MaxSessionDuration
MOST_ACCOUNTS = 5
MOST_LEVELS = 7  # the root, units five deep and the account (AWS Organizations User Guide, "Quotas")
MOST_PROVIDERS = 5  # each gets a key pair when a sandbox opens
ANY_ACCOUNT_ID = "0" * 12

# What AWS takes as names: the patterns of IAM's API reference, and S3's rules for naming buckets.
ENTITY, ENTITY_WORDS = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII), "1 to 64 letters, digits and any of _+=,.@-"
GROUPED, GROUPED_WORDS = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII), ENTITY_WORDS.replace("64", "128")
BUCKET = re.compile(r"(?!xn--|sthree-|(\d+\.){3}\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)")
BUCKET_WORDS = "3 to 63 lower-case letters, digits, dots and hyphens, and {name} of an account"
NAMES = {
    "users": (ENTITY, ENTITY_WORDS),
    "roles": (ENTITY, ENTITY_WORDS),
    "groups": (GROUPED, GROUPED_WORDS),
    "policies": (GROUPED, GROUPED_WORDS),
    "buckets": (BUCKET, BUCKET_WORDS),
    "accounts": (re.compile(r"\w{1,32}", re.ASCII), "1 to 32 letters, digits and underscores"),
    "tags": (re.compile(r"[\w\s.:/=+@-]{1,128}"), "1 to 128 letters, digits, spaces and any of _.:/=+@-"),
}
TAG_VALUE = re.compile(r"[\w\s.:/=+@-]{0,256}")
PATH = re.compile(r"/|/[!-~]{1,510}/")
OBJECT_KEY_BYTES = range(1, 1_025)


def mistakes_in(document: Any) -> list[Mistake]:
    """Every mistake in a scenario's document; an empty list when a world can be built from it."""
    if said := unfit(document):
        return [Mistake(("accounts",), said)]
    accounts = document.get("accounts") if isinstance(document, Mapping) else None
    if not isinstance(accounts, Mapping) or not 1 <= len(accounts) <= MOST_ACCOUNTS:
        said = f"A scenario has accounts, 1 to {MOST_ACCOUNTS}, by the names an author gives them."
        return [Mistake(("accounts",), said)]
    return list(_accounts(accounts)) or list(_built(document))


def _accounts(accounts: Mapping[str, Any]) -> Iterator[Mistake]:
    path = ("accounts",)
    yield from _names(path, accounts)
    for name, account in accounts.items():
        yield from _account((*path, name), _filled(account, accounts))
    if not any(isinstance(account, Mapping) and account.get("users") for account in accounts.values()):
        yield Mistake(path, "A scenario has at least one user: a learner acts as one.")


def _built(document: Mapping[str, Any]) -> Iterator[Mistake]:
    """Whether the world can be built after all, whatever the rules here have left out."""
    try:
        aws.build(document, "check")
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as failed:
        yield Mistake(("accounts",), f"No world can be built from this: {failed}.")


def _filled(value: Any, accounts: Mapping[str, Any]) -> Any:
    """The value as `lessons.aws.build` reads it: an id in place of each `{account}`."""
    if isinstance(value, str):
        for name in accounts:
            value = value.replace(f"{{{name}}}", ANY_ACCOUNT_ID)
        return value
    if isinstance(value, Mapping):
        return {_filled(key, accounts): _filled(item, accounts) for key, item in value.items()}
    return [_filled(item, accounts) for item in value] if isinstance(value, list) else value


def _account(path: Path, account: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, account, ACCOUNT)):
        yield from wrong
        return
    users, buckets = account.get("users", {}), account.get("buckets", {})
    for kind in ("users", "groups", "policies", "roles", "buckets"):
        yield from _names((*path, kind), account.get(kind, {}))
    for name, user in users.items():
        yield from _identity((*path, "users", name), user, USER)
    for name, group in account.get("groups", {}).items():
        yield from _group((*path, "groups", name), group, users)
    for name, policy in account.get("policies", {}).items():
        yield from _policy((*path, "policies", name), policy, "managed")
    for name, role in account.get("roles", {}).items():
        yield from _role((*path, "roles", name), role)
    yield from _buckets(path, account, buckets)
    yield from _providers((*path, "oidc_providers"), account.get("oidc_providers", {}))
    yield from _organization((*path, "organization"), account.get("organization", {}))


def _buckets(path: Path, account: Mapping[str, Any], buckets: Mapping[str, Any]) -> Iterator[Mistake]:
    for name, objects in buckets.items():
        yield from _bucket((*path, "buckets", name), objects)
    for name, policy in account.get("bucket_policies", {}).items():
        if name not in buckets:
            yield Mistake((*path, "bucket_policies", name), f"The account has no bucket {name}.")
        yield from _policy((*path, "bucket_policies", name), policy, "bucket", name)
    for name, settings in account.get("public_access_blocks", {}).items():
        yield from _block((*path, "public_access_blocks", name), settings, buckets)


def _providers(path: Path, providers: Mapping[str, Any]) -> Iterator[Mistake]:
    if len(providers) > MOST_PROVIDERS:
        yield Mistake(path, f"An account has identity providers, {MOST_PROVIDERS} at most.")
    for url, provider in providers.items():
        yield from _provider((*path, url), provider)


def _provider(path: Path, provider: Any) -> Iterator[Mistake]:
    yield from shape(path, provider, PROVIDER)
    if not path[-1].startswith("https://"):
        yield Mistake(path, "An identity provider is named by its URL, which begins with https://.")
    if isinstance(provider, Mapping) and not provider.get("client_ids"):
        yield Mistake(path, "An identity provider has client_ids: the applications it vouches for.")


def _organization(path: Path, organization: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, organization, ORGANIZATION)):
        yield from wrong
    elif "levels" in organization:
        yield from _levels((*path, "levels"), organization)
    else:
        yield from _control_policies(path, organization)


def _levels(path: Path, organization: Mapping[str, Any]) -> Iterator[Mistake]:
    levels = organization["levels"]
    if len(organization) > 1:
        yield Mistake(path, "An organization has levels, or scps and rcps of one level, not both.")
    if not 1 <= len(levels) <= MOST_LEVELS:
        yield Mistake(path, f"An organization has 1 to {MOST_LEVELS} levels, from its root to the account.")
    for place, level in enumerate(levels):
        yield from _level((*path, str(place)), level)


def _level(path: Path, level: Any) -> Iterator[Mistake]:
    wrong = list(shape(path, level, LEVEL, ("name",)))
    yield from wrong or _control_policies(path, level)


def _control_policies(path: Path, level: Mapping[str, Any]) -> Iterator[Mistake]:
    for part, kind in CONTROL_POLICIES.items():
        for name, policy in level.get(part, {}).items():
            yield from _policy((*path, part, name), policy, kind)


def _names(path: Path, named: Mapping[str, Any]) -> Iterator[Mistake]:
    """Whether what stands at the end of ``path`` has names that AWS takes."""
    pattern, words = NAMES[path[-1]]
    for name in named:
        if not pattern.fullmatch(name):
            yield Mistake((*path, name), f"A name here has {words}.")


def _identity(path: Path, value: Any, fields: Mapping[str, type]) -> Iterator[Mistake]:
    if wrong := list(shape(path, value, fields)):
        yield from wrong
        return
    yield from _names((*path, "policies"), value.get("policies", {}))
    yield from _tags((*path, "tags"), value.get("tags", {}))
    if not PATH.fullmatch(value.get("path", "/")):
        yield Mistake((*path, "path"), "A path begins and ends with a slash, as /teams/.")
    for name, policy in value.get("policies", {}).items():
        yield from _policy((*path, "policies", name), policy, "identity")
    for name in ("attached", "boundary"):
        arns = value.get(name, [])
        for arn in [arns] if isinstance(arns, str) else arns:
            if not POLICY_ARN.fullmatch(str(arn)):
                yield Mistake((*path, name), "Name a managed policy by its ARN, as arn:aws:iam::aws:policy/…")


def _tags(path: Path, tags: Mapping[str, Any]) -> Iterator[Mistake]:
    yield from _names(path, tags)
    for key, value in tags.items():
        if not isinstance(value, str) or not TAG_VALUE.fullmatch(value):
            yield Mistake((*path, key), "A tag's value is a text of at most 256 characters; quote numbers.")


def _group(path: Path, group: Any, users: Mapping[str, Any]) -> Iterator[Mistake]:
    if mistakes := list(_identity(path, group, GROUP)):
        yield from mistakes
        return
    for name in group.get("members", []):
        if not isinstance(name, str) or name not in users:
            yield Mistake((*path, "members"), f"The account has no user {name}.")


def _role(path: Path, role: Any) -> Iterator[Mistake]:
    if mistakes := list(_identity(path, role, ROLE)):
        yield from mistakes
        return
    if "trust" not in role:
        yield Mistake(path, "A role needs a trust policy: trust says who may assume it.")
    else:
        yield from _policy((*path, "trust"), role["trust"], "trust")
    if role.get("max_session_seconds", 3_600) not in SESSION_SECONDS:
        yield Mistake((*path, "max_session_seconds"), "A role's sessions last 3600 to 43200 seconds at most.")


def _bucket(path: Path, objects: Any) -> Iterator[Mistake]:
    if not isinstance(objects, Mapping) or not all(isinstance(body, str) for body in objects.values()):
        yield Mistake(path, "A bucket maps the keys of its objects to their texts.")
    elif not all(len(key.encode()) in OBJECT_KEY_BYTES for key in objects):
        yield Mistake(path, "An object's key is 1 to 1024 bytes long.")


def _block(path: Path, settings: Any, buckets: Mapping[str, Any]) -> Iterator[Mistake]:
    if path[-1] not in buckets:
        yield Mistake(path, f"The account has no bucket {path[-1]}.")
    yield from shape(path, settings, dict.fromkeys(SETTINGS, bool))


def _policy(path: Path, document: Any, kind: str, bucket: str = "") -> Iterator[Mistake]:
    for problem in aws.validate(document, kind, bucket=bucket):
        yield Mistake(path, f"{problem.path}: {problem.message}")
