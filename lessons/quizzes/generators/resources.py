"""What a policy covers: roles by a pattern, the objects of a bucket in another account."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.aws.policies.access_request import IDENTITY, RESOURCE
from lessons.quizzes.generators.generator import Answers, Document, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    by_verdict,
    own_policies,
    which,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    USERS,
    allow,
    assume,
    colleague,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


HOME = "arn:aws:iam::{home}"  # the account of the caller, where that is another one than the role's


# The Resource of a policy, and names of roles of which it covers the first alone.
_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "role/dev-*": ("dev-reports", "reports-dev", "test-dev-reports", "Dev-sales"),
    "role/*-audit": ("spring-audit", "audit-spring", "spring-audit-2", "summer-Audit"),
    "role/team?-read": ("team7-read", "team12-read", "team-read", "team7-reader"),
    "role/*/deploy-*": ("web/deploy-all", "deploy-web", "web/fast-deploy", "deploy/site"),
    "role/apps/*": ("apps/billing", "apps-sales", "my-apps/orders", "Apps/stock"),
    "role/*-eu-??": ("sales-eu-01", "sales-eu-1", "sales-eu-001", "sales-us-01"),
}


_SPELLINGS = ("sts:AssumeRole", "sts:assumerole", "STS:Assume*", "sts:*Role", "sts:A*")


def _path(name: str) -> str:
    head, slash, _ = name.rpartition("/")
    return f"/{head}{slash}"


def _pattern_scene(drawn: Drawn) -> Scene:
    names = _PATTERNS[drawn["pattern"]]
    own = {"policies": {"work": policy(allow(drawn["action"], f"{ACCOUNT}:{drawn['pattern']}"))}}
    roles = {
        f"{name.rpartition('/')[2]}": {"path": _path(name), "trust": policy(trust(f"{ACCOUNT}:root"))}
        for name in names
    }
    calls = (assume(drawn, RoleArn=f"{ACCOUNT}:role/{name}") for name in names)
    return scene(drawn, {"training": {"users": {drawn["user"]: own}, "roles": roles}}, *calls)


def _pattern(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    names = _PATTERNS[drawn["pattern"]]
    lines = (
        f"Four roles of an account trust the account. This is the only policy of the user `{drawn['user']}` "
        "there.",
        f"Into which of them does `{drawn['user']}` get?",
    )
    more = (
        "The case of an action does not matter, that of a resource does. `*` is any run of characters, also "
        "none, and `?` exactly one."
    )
    candidates = [f"`arn:aws:iam::{scene.account()}:role/{name}`" for name in names]
    return which(lines, candidates, answers, more).showing(*own_policies(scene, "users", drawn["user"]))


_BUCKET_NAMES = ("account", "user", "colleague", "user but denied")


_READING = {"reading": "s3:GetObject", "writing": "s3:PutObject", "everything": "s3:*"}


def _bucket_scene(drawn: Drawn) -> Scene:
    bucket = f"{drawn['role']}-{{training}}"
    objects = f"arn:aws:s3:::{bucket}/*"
    named = {"account": f"{HOME}:root", "colleague": f"{HOME}:user/{colleague(drawn)}"}
    let_in = {
        "Effect": "Allow",
        "Principal": {"AWS": named.get(drawn["trusted"], f"{HOME}:user/{drawn['user']}")},
        "Action": "s3:GetObject",
        "Resource": objects,
    }
    statements = (let_in, {"Sid": "NotNow", **let_in, "Effect": "Deny"})
    shown = policy(*statements if drawn["trusted"] == "user but denied" else statements[:1])
    own = {"policies": {"work": policy(allow(_READING[drawn["own"]], objects))}}
    accounts = {
        "home": {"users": {name: {} for name in USERS} | {drawn["user"]: own}},
        "training": {
            "buckets": {bucket: {"january.csv": "region,sales\n"}},
            "bucket_policies": {bucket: shown},
        },
    }
    given = {"Bucket": bucket, "Key": "january.csv"}
    return scene(drawn, accounts, Call("GetObject", given, drawn["user"], "s3"))


def _bucket(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    name = scene.filled(scene.calls[0].parameters["Bucket"])
    found = scene.world.bucket(name)
    if found is None:
        raise ValueError(name)
    lines = (
        f"The user `{drawn['user']}` is in the account `{scene.account('home')}`, the bucket `{name}` in the "
        f"account `{scene.account()}`. These policies are all that there are.",
        f"`{drawn['user']}` reads the object `january.csv`.",
    )
    menu = ("allowed", "denied", RESOURCE, IDENTITY, f"{RESOURCE}, {IDENTITY}")
    variant = by_verdict(lines, answers[0], menu, "Across accounts both sides have to allow it.")
    on_bucket = Document("Policy of the bucket", found.policy[0][1].text)
    return variant.showing(on_bucket, *own_policies(scene, "users", drawn["user"], "home"))


GENERATORS = (
    Generator(
        "role-pattern",
        "Which role a pattern covers",
        "two-keys-one-door",
        {**NAMES, "pattern": tuple(_PATTERNS), "action": _SPELLINGS},
        _pattern_scene,
        _pattern,
    ),
    Generator(
        "across-accounts-bucket",
        "Who reads in a bucket of another account",
        "across-accounts",
        {**NAMES, "trusted": _BUCKET_NAMES, "own": tuple(_READING)},
        _bucket_scene,
        _bucket,
    ),
)
