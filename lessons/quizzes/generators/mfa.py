"""MFA: whether it was there, and how long ago."""

from __future__ import annotations

from typing import Any

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    by_code,
    by_verdict,
    clock,
    minutes,
    trust_policy,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    assume,
    lending,
    policy,
    trust,
)

__all__ = ["GENERATORS"]


_ISSUED = "STS issues credentials."


# How the caller comes: what is done before, and how that is told.
_COMES = {
    "a key": "signs with a long-term key and gives no code",
    "a key and a code": "signs with a long-term key and gives `SerialNumber` and a right `TokenCode`",
    "a session with a code": "signs with credentials from `GetSessionToken`, which was called with a code",
    "a session": "signs with credentials from `GetSessionToken`, which was called without a code",
}


_WANTS = {
    "Bool": trust("{user}", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    "BoolIfExists": trust("{user}", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}),
    "Null": trust("{user}", Condition={"Null": {"aws:MultiFactorAuthPresent": "false"}}),
}


_DENIES = {"deny Bool": "Bool", "deny BoolIfExists": "BoolIfExists"}


def _mfa_trust(drawn: Drawn) -> dict[str, Any]:
    user = f"{ACCOUNT}:user/{drawn['user']}"
    wants = drawn["wants"]
    if wants in _WANTS:
        return policy({**_WANTS[wants], "Principal": {"AWS": user}})
    without = {_DENIES[wants]: {"aws:MultiFactorAuthPresent": "false"}}
    return policy(trust(user), {"Sid": "NoMfa", **trust(user, Condition=without), "Effect": "Deny"})


def _mfa_scene(drawn: Drawn) -> Scene:
    comes = drawn["comes"]
    opening = (Call("GetSessionToken", by=drawn["user"], mfa=comes == "a session with a code"),)
    calls = (
        (*opening, assume(drawn, by=0, at=60))
        if "session" in comes
        else (assume(drawn, mfa=comes == "a key and a code"),)
    )
    return lending(drawn, *calls, role={"trust": _mfa_trust(drawn)})


def _mfa(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` may assume every role of the account, {_COMES[drawn['comes']]}, and calls "
        f"`AssumeRole` for the role `{drawn['role']}`.",
    )
    more = {
        "a key": "With a long-term key and no code, `aws:MultiFactorAuthPresent` is missing.",
        "a key and a code": "With a right code, `aws:MultiFactorAuthPresent` is true.",
        "a session with a code": "Such credentials carry the proof: `aws:MultiFactorAuthPresent` is true.",
        "a session": "Such credentials say that there was no code: `aws:MultiFactorAuthPresent` is false.",
    }[drawn["comes"]]
    menu = ("allowed", "denied", "trust policy")
    return by_verdict(lines, answers[-1], menu, more).showing(trust_policy(scene, drawn["role"]))


def _age_scene(drawn: Drawn) -> Scene:
    condition = {"NumericLessThan": {"aws:MultiFactorAuthAge": str(drawn["age"])}}
    let_in = policy(trust(f"{ACCOUNT}:user/{drawn['user']}", Condition=condition))
    opening = Call(
        "GetSessionToken", {"DurationSeconds": drawn["duration"]}, drawn["user"], mfa=drawn["code"]
    )
    asking = assume(drawn, by=0, at=60 * drawn["later"])
    return lending(drawn, opening, asking, role={"trust": let_in})


def _age(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    later = 60 * drawn["later"]
    how = "with a code of the MFA device" if drawn["code"] else "without a code of an MFA device"
    lines = (
        f"At {clock(scene.moment(0))} UTC `{drawn['user']}` calls `GetSessionToken` {how} and with "
        f"`DurationSeconds` {drawn['duration']}.",
        f"At {clock(scene.moment(later))} UTC these credentials call `AssumeRole` for the role "
        f"`{drawn['role']}`.",
    )
    more = (
        f"The code was given {minutes(later)} before, that is {later} seconds, and the policy wants less "
        f"than {drawn['age']}. The credentials live until {clock(answers[0].expires)}."
        if drawn["code"]
        else "Without a code there is no age of one, and a missing key does not meet the condition."
    )
    codes = ("AccessDenied", "ExpiredToken", "ValidationError")
    return by_code(lines, answers[1], _ISSUED, codes, more).showing(trust_policy(scene, drawn["role"]))


GENERATORS = (
    Generator(
        "mfa-present",
        "Whether MFA was there",
        "conditions-and-mfa",
        {**NAMES, "comes": tuple(_COMES), "wants": (*_WANTS, *_DENIES)},
        _mfa_scene,
        _mfa,
    ),
    Generator(
        "mfa-age",
        "How long ago MFA may have been",
        "conditions-and-mfa",
        {
            **NAMES,
            "age": (600, 900, 1800, 3600),
            "duration": (900, 1800, 3600, 7200),
            "later": (5, 12, 20, 29, 40, 70),
            "code": (True, True, True, False),
        },
        _age_scene,
        _age,
    ),
)
