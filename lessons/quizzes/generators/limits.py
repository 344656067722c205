"""What else limits somebody: a permissions boundary, an organization, and being in no other group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, SCP
from lessons.quizzes.generators.bucket_access import DOING, GRANTS, doing, grant
from lessons.quizzes.generators.generator import Answers, Document, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    by_verdict,
    managed_policy,
    own_policies,
)
from lessons.quizzes.generators.scene import Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    allow,
    assume,
    bucket_of,
    colleague,
    deny,
    lending,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


def _boundary_scene(drawn: Drawn) -> Scene:
    limited = {
        "policies": {"work": grant(drawn["own"], drawn)},
        "boundary": f"{ACCOUNT}:policy/boundary",
    }
    bucket = bucket_of(drawn)
    return lending(
        drawn,
        doing(drawn, drawn["user"]),
        users={drawn["user"]: limited},
        policies={"boundary": grant(drawn["boundary"], drawn)},
        buckets={bucket: {"january.csv": "-"}},
    )


def _boundary(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"The user `{drawn['user']}` has a policy and a permissions boundary. The bucket has no policy.",
        f"`{drawn['user']}` {DOING[drawn['doing']][0]} with a long-term key.",
    )
    menu = ("allowed", "denied", IDENTITY, BOUNDARY, f"{IDENTITY}, {BOUNDARY}")
    more = "A boundary is the most that the user's policies can grant; it grants nothing itself."
    boundary = managed_policy(scene.world, scene.filled(f"{ACCOUNT}:policy/boundary"), "Permissions boundary")
    documents = (*own_policies(scene, "users", drawn["user"]), boundary)
    return by_verdict(lines, answers[0], menu, more).showing(*documents)


TEAMS = ("developers", "dbas", "auditors")


def _group_scene(drawn: Drawn) -> Scene:
    wanted = drawn["wanted"]
    groups = {
        team: {
            "members": [drawn["user"]] if team == drawn["team"] else [colleague(drawn)],
            "policies": {team: policy(allow("sts:AssumeRole", f"{ACCOUNT}:role/{team}-*"))},
        }
        for team in TEAMS
    }
    role = f"{wanted}-{drawn['role']}"
    named = {"account": f"{ACCOUNT}:root", "colleague": f"{ACCOUNT}:user/{colleague(drawn)}"}
    let_in = trust(named.get(drawn["trusted"], f"{ACCOUNT}:user/{drawn['user']}"))
    account = {
        "users": {drawn["user"]: {}, colleague(drawn): {}},
        "groups": groups,
        "roles": {role: {"trust": policy(let_in)}},
    }
    return scene(drawn, {"training": account}, assume({**drawn, "role": role}))


def _group(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    role = f"{drawn['wanted']}-{drawn['role']}"
    lines = (
        f"The user `{drawn['user']}` has no policy, and is a member of the group `{drawn['team']}` alone. "
        f"The role `{role}` is in the same account.",
        f"`{drawn['user']}` calls `AssumeRole` for the role.",
    )
    menu = ("allowed", "trust policy", IDENTITY, "trust policy, identity-based policy")
    found = scene.world.role(scene.account(), role)
    if found is None:
        raise ValueError(role)
    documents = (
        *own_policies(scene, "groups", drawn["team"]),
        Document(f"Trust policy of the role {role}", found.trust[0][1].text),
    )
    more = "The policies of a group count as policies of its members."
    return by_verdict(lines, answers[0], menu, more).showing(*documents)


# What the organization attaches to the unit of the account.
_UNITS: Mapping[str, tuple[dict[str, Any], ...]] = {
    "everything": (allow("*"),),
    "storage only": (allow(["s3:*"]),),
    "tokens only": (allow(["sts:*", "iam:*"]),),
    "all but deleting": (allow("*"), deny("s3:DeleteObject")),
    "all but writing": (allow("*"), deny("s3:PutObject")),
}


def _scp_scene(drawn: Drawn) -> Scene:
    levels = [
        {"name": "Root", "scps": {"FullAWSAccess": policy(allow("*"))}},
        {"name": "Unit", "scps": {"unit": policy(*_UNITS[drawn["unit"]])}},
        {"name": "Account", "scps": {"FullAWSAccess": policy(allow("*"))}},
    ]
    users = {drawn["user"]: {"policies": {"work": grant(drawn["own"], drawn)}}}
    return lending(drawn, doing(drawn, drawn["user"]), users=users, organization={"levels": levels})


def _scp(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"The user `{drawn['user']}` is in a member account of an organization, as is the bucket. The root "
        "of the organization and the account have the service control policy `FullAWSAccess`, which allows "
        "everything. The unit between them has the one that is shown, alone. The bucket has no policy.",
        f"`{drawn['user']}` {DOING[drawn['doing']][0]} with a long-term key.",
    )
    menu = ("allowed", "denied", IDENTITY, SCP, f"{SCP}, {IDENTITY}")
    levels = scene.world.control_policies(scene.account(), "scps") or ()
    shown = Document("Service control policy of the unit", levels[1].policies[0][1].text)
    more = "Each level of an organization has to allow it, and grants nothing by itself."
    documents = (shown, *own_policies(scene, "users", drawn["user"]))
    return by_verdict(lines, answers[0], menu, more).showing(*documents)


_KINDS = tuple(GRANTS)


GENERATORS = (
    Generator(
        "permissions-boundary",
        "What is left under a permissions boundary",
        "developers-and-dbas",
        {**NAMES, "own": _KINDS, "boundary": _KINDS, "doing": tuple(DOING)},
        _boundary_scene,
        _boundary,
    ),
    Generator(
        "group-role",
        "Which role the members of a group get into",
        "developers-and-dbas",
        {**NAMES, "team": TEAMS, "wanted": TEAMS, "trusted": ("account", "account", "user", "colleague")},
        _group_scene,
        _group,
    ),
    Generator(
        "service-control-policy",
        "What an organization leaves",
        "developers-and-dbas",
        {**NAMES, "unit": tuple(_UNITS), "own": _KINDS, "doing": tuple(DOING)},
        _scp_scene,
        _scp,
    ),
)
