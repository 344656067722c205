"""From a scenario, as an author writes it, to a concrete world.

Authors write policies as objects; a world keeps them as the text that they would have been submitted as.

    {"accounts": {"training": {
        "users":    {"alice": {"policies": {name: document}, "attached": [ARN], "boundary": ARN,
                               "path": "/", "tags": {}}},
        "groups":   {"team": {"members": ["alice"], "policies": {name: document}, "attached": [ARN]}},
        "roles":    {"demo": {"trust": document, "max_session_seconds": 3600, …as users}},
        "policies": {"read": document},
        "buckets":  {"reports-{training}": {"q1.csv": "region,sales"}},
        "bucket_policies": {"reports-{training}": document},
        "public_access_blocks": {"reports-{training}": {"BlockPublicPolicy": false}},
        "oidc_providers": {"https://login.example": {"client_ids": ["training-app"]}},
        "organization": {"levels": [{"name": "Root", "scps": {name: document}, "rcps": {name: document}}]}}}}

`policies` of an account are managed policies; those ARNs name them, or a managed policy of AWS. The levels of
an organization go from its root down to the account; `scps` and `rcps` in their place are those of one level.
`public_access_blocks` have S3's four settings, off where they are not named. A bucket without any begins as
every new one, all four on; but if its policy is public, with none, or it could not have that policy.
Everything but a role's trust policy, and the name of a level, may be left out.
"""

import base64
import json
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from typing import Any

from lessons.aws.arn import mfa_arn
from lessons.aws.policies import public
from lessons.aws.policies.policy import parse
from lessons.aws.services.sts import jwt

MAX_SESSION_SECONDS = 3600
BUILT = "2025-01-01T00:00:00Z"  # when everything in a scenario was made

# Edits policies for the sandbox's page. It is no user of the account, so no call can list or lock it out.
_ADMINISTRATOR = {"admin": {"path": "/sandbox/", "attached": ["arn:aws:iam::aws:policy/AdministratorAccess"]}}

_BASE32 = string.ascii_uppercase + "234567"
_SECRET = string.ascii_letters + string.digits + "+/"


def build(
    scenario: Mapping[str, Any], seed: int | str, new_key: Callable[[], str] = jwt.new_key
) -> dict[str, Any]:
    """A concrete world from an author's scenario.

    Account ids, ids and keys are drawn from `seed`: the same seed gives the same world, and only a seed that
    nobody can guess gives secrets that nobody can guess. (The private keys of identity providers are new each
    time, or those that `new_key` gives, as PEM.) `{training}` in any string stands for the 12 digits of that
    account. Raises KeyError when the scenario leaves out what it must have.
    """
    random = Random(seed)  # noqa: S311 -- repeatable on purpose; the seed is the secret
    ids = {name: _digits(random) for name in scenario["accounts"]}
    filled = {name: _fill(account, ids) for name, account in scenario["accounts"].items()}
    issuers = {url for account in filled.values() for url in account.get("oidc_providers", {})}
    return {
        "accounts": {ids[name]: _account(random, name, ids[name], filled[name]) for name in ids},
        "identity_providers": {url: new_key() for url in sorted(issuers)},
    }


def _digits(random: Random) -> str:
    return str(random.randrange(10**11, 10**12))


def _fill(value: Any, ids: Mapping[str, str]) -> Any:
    """The value with `{account}` replaced in every string, in keys too."""
    if isinstance(value, str):
        for name, account_id in ids.items():
            value = value.replace(f"{{{name}}}", account_id)
        return value
    if isinstance(value, Mapping):
        return {_fill(key, ids): _fill(item, ids) for key, item in value.items()}
    return [_fill(item, ids) for item in value] if isinstance(value, list) else value


def _account(random: Random, name: str, account_id: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "users": dict(_users(random, account_id, item.get("users", {}))),
        "groups": {key: _group(random, group) for key, group in item.get("groups", {}).items()},
        "roles": dict(_roles(random, item.get("roles", {}))),
        "policies": {key: _managed(random, policy) for key, policy in item.get("policies", {}).items()},
        "buckets": {bucket: _bucket(bucket, item) for bucket in item.get("buckets", {})},
        "administrators": dict(_users(random, account_id, _ADMINISTRATOR)),
        "mfa_devices": _mfa_devices(random, account_id, item.get("users", {})),
        "oidc_providers": {
            url: {"created": BUILT, **provider} for url, provider in item.get("oidc_providers", {}).items()
        },
        "organization": _organization(item.get("organization")),
    }


def _bucket(name: str, account: Mapping[str, Any]) -> dict[str, Any]:
    policy = account.get("bucket_policies", {}).get(name)
    stated = account.get("public_access_blocks", {}).get(name)
    usual = public.NOT_SET if public.is_public(parse(policy)) else public.ALL_ON
    return {
        "created": BUILT,
        "policy": _text(policy),
        "objects": {key: _object(body) for key, body in account["buckets"][name].items()},
        "public_access_block": dict(usual if stated is None else stated),
    }


def _mfa_devices(random: Random, account_id: str, users: Iterable[str]) -> dict[str, Any]:
    """A virtual MFA device for each user, named after it."""
    return {
        mfa_arn(account_id, "/", name): {"user": name, "secret": _draw(random, _BASE32, 32), "last_step": 0}
        for name in users
    }


def _organization(item: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The control policies of an organization, as texts, level by level."""
    if item is None:
        return None
    if "levels" not in item:
        return _control_policies(item)
    return {"levels": [{"name": level["name"], **_control_policies(level)} for level in item["levels"]]}


def _control_policies(level: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: _texts(level.get(kind, {})) for kind in ("scps", "rcps")}


def _texts(policies: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: _text(document) for name, document in policies.items()}


def _entity(random: Random, prefix: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """What users, groups and roles have in common."""
    return {
        "id": _unique_id(random, prefix),
        "path": item.get("path", "/"),
        "created": BUILT,
        "policies": _texts(item.get("policies", {})),
        "attached": item.get("attached", []),
    }


def _identity(random: Random, prefix: str, item: Mapping[str, Any]) -> dict[str, Any]:
    entity = _entity(random, prefix, item)
    return {**entity, "tags": item.get("tags", {}), "boundary": item.get("boundary")}


def _group(random: Random, item: Mapping[str, Any]) -> dict[str, Any]:
    return {**_entity(random, "AGPA", item), "members": item.get("members", [])}


def _managed(random: Random, document: Any) -> dict[str, Any]:
    return {
        "id": _unique_id(random, "ANPA"),
        "path": "/",
        "created": BUILT,
        "updated": BUILT,
        "description": "",
        "tags": {},
        "default": "v1",
        "versions": {"v1": {"document": _text(document), "created": BUILT}},
    }


def _text(document: Any) -> str | None:
    """A policy as text, in the author's order; None where there is none."""
    return None if document is None else json.dumps(document, indent=2, ensure_ascii=False)


def _users(random: Random, account_id: str, users: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, item in users.items():
        secret = _draw(random, _SECRET, 40)
        key = {"id": _key_id(random, account_id), "secret": secret, "active": True, "created": BUILT}
        yield name, {**_identity(random, "AIDA", item), "access_keys": [key]}


def _roles(random: Random, roles: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, item in roles.items():
        yield (
            name,
            {
                **_identity(random, "AROA", item),
                "description": "",
                "trust": _text(item["trust"]),
                "max_session_seconds": item.get("max_session_seconds", MAX_SESSION_SECONDS),
            },
        )


def _object(body: str) -> dict[str, Any]:
    return {"body": body, "base64": False, "modified": BUILT, "metadata": {}}


def _unique_id(random: Random, prefix: str) -> str:
    return prefix + _draw(random, _BASE32, 17)


def _draw(random: Random, alphabet: str, length: int) -> str:
    return "".join(random.choices(alphabet, k=length))


def _key_id(random: Random, account_id: str) -> str:
    """An access key id: as at AWS, the account's number stands in it from the second bit on, in base 32."""
    number = (1 << 79) | (int(account_id) << 39) | random.getrandbits(39)
    return "AKIA" + base64.b32encode(number.to_bytes(10)).decode()
