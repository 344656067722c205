"""Policies at random, made for a request: most of their elements are about it, or nearly so."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.aws.policies.pairs.conditions import drawn_conditions
from tests.aws.policies.pairs.requests import ACTIONS, ALICE, DEMO, HERE, PRINCIPALS, THERE

VERSIONS = ("2012-10-17",) * 8 + ("2008-10-17", None)
STRANGERS = (
    THERE,
    f"arn:aws:iam::{THERE}:root",
    ALICE.replace("alice", "bob"),
    DEMO.replace("/red", ""),
    PRINCIPALS["session"]["arn"].replace("monday", "tuesday"),
    ALICE.replace("alice", "*"),
    DEMO,
)
Json = dict[str, Any]


def drawn_policies(draw: Random, request: Json) -> Json:
    """Policies of every type, as `second_opinion` takes them."""
    kind = request["principal"]["kind"]
    bounded = 0 if kind == "provider" else 0.2
    with_session = {"session": 0.3, "federated": 0.8}.get(kind, 0)

    def one(policy_kind: str, chance: float) -> list[Json] | None:
        return [drawn_document(draw, request, policy_kind)] if draw.random() < chance else None

    def levels(policy_kind: str, chance: float) -> list[list[Json]]:
        number = draw.choice([1, 1, 2, 3]) if draw.random() < chance else 0
        return [
            [drawn_document(draw, request, policy_kind) for _ in range(draw.choice([1, 1, 2]))]
            for _ in range(number)
        ]

    identity = 0 if kind == "provider" else draw.choice([0, 1, 1, 1, 1, 2, 2])
    return {
        "identity": [drawn_document(draw, request, "identity") for _ in range(identity)],
        "resource": one("trust" if request["trust"] else "resource", chance_of_resource(request)),
        "boundary": one("boundary", bounded),
        "session": one("session", with_session) or ([] if kind == "federated" else None),
        "scps": levels("scps", 0.2),
        "rcps": levels("rcps", 0.12),
    }


def chance_of_resource(request: Json) -> float:
    if request["trust"]:
        return 1
    return 0.65 if request["action"].startswith("s3:") else 0


def drawn_document(draw: Random, request: Json, kind: str) -> Json:
    statements = [drawn_statement(draw, request, kind, "Allow")]
    if draw.random() < 0.2:
        statements.append(drawn_statement(draw, request, kind, "Allow"))
    if draw.random() < (0.25 if kind == "resource" else 0.15):
        statements.append(drawn_statement(draw, request, kind, "Deny"))
    draw.shuffle(statements)
    version = draw.choice(VERSIONS)
    written = statements[0] if len(statements) == 1 and draw.random() < 0.3 else statements
    return ({"Version": version} if version else {}) | {"Statement": written}


def drawn_statement(draw: Random, request: Json, kind: str, effect: str) -> Json:
    statement = {"Effect": effect, **drawn_action(draw, request["action"])}
    if kind != "trust":
        statement |= drawn_resource(draw, request, kind)
    if kind in ("trust", "resource"):
        statement |= drawn_principal(draw, request["principal"], kind, effect)
    elif kind == "rcps":
        statement["Principal"] = draw.choice(["*", {"AWS": "*"}])
    if draw.random() < 0.3:
        statement["Condition"] = drawn_conditions(draw, request["context"])
    return statement


def some(draw: Random, met: list[Any], others: list[Any], meant: bool) -> Any:
    """One text or several: of what is met if it is meant, and of others."""
    found = [draw.choice(others) for _ in range(draw.choice([0, 0, 1, 2]))]
    if meant or not found:
        found.insert(0, draw.choice(met if meant else others))
    return found[0] if len(found) == 1 and draw.random() < 0.7 else found


def drawn_action(draw: Random, action: str) -> Json:
    service, _, name = action.partition(":")
    place = draw.randrange(len(name))
    met = [
        action,
        action.upper(),
        "*",
        f"{service}:*",
        f"{service}:{name[:place]}*",
        f"{service}:*{name[place:]}",
        f"{service}:{name[:place]}?{name[place + 1 :]}",
    ]
    others = ["s3:GetObjectTagging", "sts:Get*", "ec2:*", f"{action}?", f"{service}:${{aws:username}}"]
    others += [other for other in ACTIONS if other != action]
    if draw.random() < 0.1:
        return {"NotAction": some(draw, met, others, draw.random() < 0.15)}
    return {"Action": some(draw, met, others, draw.random() < 0.95)}


def drawn_resource(draw: Random, request: Json, kind: str) -> Json:
    actual = request["resource"]
    start = len(":".join(actual.split(":")[:5])) + 1
    place = draw.randrange(start, len(actual))
    met = [
        actual,
        "*",
        actual[:place] + "*",
        f"{actual[:place]}?{actual[place + 1 :]}",
        f"{actual[:start]}*{actual[place:]}",
        actual.replace("alice", "${aws:username}").replace("/red", "/${aws:PrincipalTag/team}"),
        actual.replace("red", "${aws:PrincipalTag/team, 'red'}"),
        actual.replace(request["account"], "*"),
        actual.replace("::", ":*:"),
        actual.replace(request["account"], request["account"][:4] + "*"),
    ]
    others = [
        actual.upper(),
        f"{actual}/x",
        actual[:-1],
        "arn:aws:s3:::other/*",
        f"arn:aws:iam::{THERE}:role/*",
    ]
    if kind in ("identity", "boundary"):  # only there are ARNs completed
        (met if actual.startswith("arn:aws:sts:") else others).extend(["arn:aws:sts", f"arn:aws:sts::{HERE}"])
    if draw.random() < 0.1:
        return {"NotResource": some(draw, met, others, draw.random() < 0.15)}
    return {"Resource": some(draw, met, others, draw.random() < 0.95)}


def drawn_principal(draw: Random, principal: Json, kind: str, effect: str) -> Json:
    if principal["kind"] == "provider":
        others = ["arn:aws:iam::111122223333:oidc-provider/other.example"]
        return {"Principal": {"Federated": some(draw, [principal["arn"]], others, draw.random() < 0.8)}}
    own = [text for text in (principal["arn"], principal["of"]) if text]
    account = [HERE, f"arn:aws:iam::{HERE}:root"]
    if kind == "resource" and draw.random() < (0.5 if effect == "Deny" else 0.03):
        listed = [text for text in [*own, draw.choice(account), *STRANGERS] if draw.random() < 0.75]
        return {"NotPrincipal": {"AWS": listed or HERE}}
    if draw.random() < 0.1:
        return {"Principal": draw.choice(["*", {"AWS": "*"}])}
    named = {"AWS": some(draw, [*own, *account, *account], [*STRANGERS], draw.random() < 0.85)}
    beside = draw.choice([{}, {}, {}, {"Service": HERE}, {"Federated": principal["arn"]}])
    return {"Principal": named | beside}
