"""Who is signing: GetCallerIdentity, whoever may call it, and GetAccessKeyInfo."""

from __future__ import annotations

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import by_code, clock, duration, others, own_policies
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    USERS,
    allow,
    assume,
    deny,
    lending,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


PATHS = ("/", "/teams/", "/teams/data/", "/vendors/")


def _code(text: str) -> str:
    return f"`{text}`"


def _who_scene(drawn: Drawn) -> Scene:
    user = {"path": drawn["path"], "policies": {"all": policy(allow("sts:*"))}}
    role = {"trust": policy(trust(f"{ACCOUNT}:root"))}
    issuing = {
        "a long-term key": (),
        "GetSessionToken": (Call("GetSessionToken", by=drawn["user"]),),
        "GetFederationToken": (Call("GetFederationToken", {"Name": drawn["session"]}, drawn["user"]),),
        "AssumeRole": (assume(drawn),),
    }[drawn["signs"]]
    asking = Call("GetCallerIdentity", by=0 if issuing else drawn["user"])
    account = {"users": {drawn["user"]: user}, "roles": {drawn["role"]: role}}
    return scene(drawn, {"training": account}, *issuing, asking)


_SIGNS = {
    "a long-term key": "signs with a long-term key",
    "GetSessionToken": "signs with credentials from `GetSessionToken`",
    "GetFederationToken": "signs with credentials from `GetFederationToken` with the Name `{session}`",
    "AssumeRole": "signs with credentials from `AssumeRole` for the role `{role}`, session name `{session}`",
}


def _who(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    account, name = scene.account(), drawn["session"]
    user_arn = f"arn:aws:iam::{account}:user{drawn['path']}{drawn['user']}"
    signs = _SIGNS[drawn["signs"]].format_map(drawn)
    lines = (
        f"The ARN of a user is `{user_arn}`. The user {signs}, and calls `GetCallerIdentity`.",
        "Which `Arn` does STS tell?",
    )
    right = answers[-1].says["Arn"]
    wrong = others(
        right,
        user_arn,
        f"arn:aws:sts::{account}:assumed-role/{drawn['role']}/{name}",
        f"arn:aws:sts::{account}:federated-user/{name}",
        f"arn:aws:iam::{account}:role/{drawn['role']}",
    )
    why = {
        "a long-term key": "A long-term key is the user's own: STS tells the user, path and all.",
        "GetSessionToken": "Credentials from `GetSessionToken` are still the user's: the ARN stays the same.",
        "GetFederationToken": f"Such credentials are of a federated user, who is called `{name}` in the ARN.",
        "AssumeRole": f"Such credentials are a session of the role `{drawn['role']}`, called `{name}`.",
    }[drawn["signs"]]
    return Variant(lines, _code(right), why, tuple(map(_code, wrong)))


def _denied_scene(drawn: Drawn) -> Scene:
    statement = {
        "all": deny("*"),
        "sts": deny("sts:*"),
        "identity": deny("sts:GetCallerIdentity"),
        "nothing": allow("s3:ListAllMyBuckets"),
    }[drawn["policy"]]
    role = {"policies": {"limits": policy(statement)}}
    calls = (assume(drawn, DurationSeconds=drawn["duration"]),)
    asking = Call("GetCallerIdentity", by=0, at=60 * drawn["later"])
    return lending(
        drawn, *calls, asking, role={**role, "trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}"))}
    )


def _denied(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"This is the only policy that the role `{drawn['role']}` has. `{drawn['user']}` assumes the role at "
        f"{clock(scene.moment(0))} UTC, for {duration(drawn['duration'])}.",
        f"At {clock(scene.moment(60 * drawn['later']))} UTC the session calls `GetCallerIdentity`.",
    )
    codes = ("AccessDenied", "ExpiredToken", "InvalidClientTokenId")
    more = (
        "The call needs living credentials."
        if answers[1].code
        else f"The call needs no permission, and no policy stops it. The session lives until "
        f"{clock(answers[0].expires)}."
    )
    variant = by_code(lines, answers[1], "STS answers who is signing.", codes, more)
    return variant.showing(*own_policies(scene, "roles", drawn["role"]))


def _key_info_scene(drawn: Drawn) -> Scene:
    caller = {"policies": {"ask": policy(allow(drawn["allowed"]))}}
    accounts = {
        "training": {"users": {drawn["user"]: caller, "zoe": {}}},
        "other": {"users": {"yann": {}}},
    }
    plan = scene(drawn, accounts)
    owner = next(user for user in plan.world.users if user.name == drawn["owner"])
    given = {"AccessKeyId": owner.access_keys[0].id}
    return scene(drawn, accounts, Call("GetAccessKeyInfo", given, drawn["user"]))


def _key_info(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    home, other = scene.account(), scene.account("other")
    key, where = scene.calls[0].parameters["AccessKeyId"], home if drawn["owner"] == "zoe" else other
    lines = (
        f"`{drawn['user']}` belongs to the account `{home}`, and has one policy: it allows "
        f"`{drawn['allowed']}` on every resource.",
        f"The key `{key}` belongs to the user `{drawn['owner']}` of the account `{where}`.",
        f"`{drawn['user']}` calls `GetAccessKeyInfo` with this key id. What does STS answer?",
    )
    refused = "The error `AccessDenied`."
    told = f"The account `{answers[0].says.get('Account', where)}`, and nothing else."
    right = refused if answers[0].code else told
    wrong = others(
        right,
        refused,
        told,
        f"The account `{where}`, and the user `{drawn['owner']}`.",
        f"The account `{home if where == other else other}`, and nothing else.",
    )
    more = "The call needs a permission, and tells the account of a key id, even of somebody else's."
    why = f"{answers[0].why} {more}"
    return Variant(lines, right, why, wrong)


GENERATORS = (
    Generator(
        "caller-identity",
        "Who is signing",
        "who-am-i",
        {**NAMES, "path": PATHS, "signs": tuple(_SIGNS)},
        _who_scene,
        _who,
    ),
    Generator(
        "denied-identity",
        "What stops GetCallerIdentity",
        "who-am-i",
        {
            **NAMES,
            "policy": ("all", "sts", "identity", "nothing"),
            "duration": (900, 1800, 3600),
            "later": (5, 12, 20, 40),
        },
        _denied_scene,
        _denied,
    ),
    Generator(
        "key-info",
        "What GetAccessKeyInfo tells",
        "who-am-i",
        {
            "user": USERS,
            "owner": ("zoe", "yann"),
            "allowed": ("sts:*", "sts:GetAccessKeyInfo", "sts:Get*", "iam:*", "sts:AssumeRole"),
        },
        _key_info_scene,
        _key_info,
    ),
)
