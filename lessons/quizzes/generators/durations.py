"""When sessions end, and how long they have left."""

from __future__ import annotations

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import LISTED, S3_CODES, asked_with, by_code, clock, duration, maximum
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    DEFAULT,
    NAMES,
    asking,
    assume,
    bucket_of,
    chain_of,
    lending,
)

__all__ = ["GENERATORS"]


def _end_scene(drawn: Drawn) -> Scene:
    role = {"max_session_seconds": drawn["maximum"]}
    return lending(drawn, assume(drawn, **asking(drawn["duration"])), role=role)


def _end(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    asked = asked_with(drawn["duration"])
    lines = (
        f"`{drawn['user']}` has a long-term key and calls `AssumeRole` for the role `{drawn['role']}` at "
        f"{clock(scene.moment(0))} UTC, {asked}.",
        maximum(drawn),
        "At what time (UTC) do the credentials expire?",
    )
    right = clock(answers[0].expires)
    why = (
        f"The call came {asked}, so the session lasts {duration(drawn['duration'] or 3600)} from "
        f"{clock(scene.moment(0))}, until {right}. "
        + (
            "An hour is the default, whatever the role's maximum is."
            if drawn["duration"] == DEFAULT
            else "That is within the role's maximum, so the call gets what it asks for."
        )
    )
    return Variant(lines, right, why, unit="time")


def _chain_end_scene(drawn: Drawn) -> Scene:
    call = assume(drawn, by=0, at=60 * drawn["later"], **asking(drawn["duration"]))
    return chain_of(drawn, call)


def _chain_end(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    later = clock(scene.moment(60 * drawn["later"]))
    lines = (
        f"At {clock(scene.moment(0))} UTC `{drawn['user']}` assumes the role `first`, for 3 hours. "
        f"At {later} UTC the session of `first` assumes the role `{drawn['role']}`, "
        f"{asked_with(drawn['duration'])}.",
        maximum(drawn),
        f"At what time (UTC) do the credentials for `{drawn['role']}` expire?",
    )
    right = clock(answers[1].expires)
    why = (
        f"A role that is assumed with temporary credentials lasts {duration(drawn['duration'] or 3600)} "
        f"here, from {later} until {right}: a call without a duration gets an hour, and in a chain of roles "
        "nobody gets more than that. The end of the first session does not count."
    )
    return Variant(lines, right, why, unit="time")


def _left_scene(drawn: Drawn) -> Scene:
    return lending(drawn, assume(drawn, **asking(drawn["duration"])), role={"max_session_seconds": 43200})


def _left(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    ends, now = answers[0].expires, scene.moment(60 * drawn["later"])
    if ends is None:
        raise ValueError(answers[0].code)
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` at {clock(scene.moment(0))} UTC, "
        f"{asked_with(drawn['duration'])}. The role's `MaxSessionDuration` is 12 hours.",
        f"It is {clock(now)} UTC now. How many minutes are the credentials still good for?",
    )
    right = str(round((ends - now).total_seconds() / 60))
    why = (
        f"The session lasts {duration(drawn['duration'] or 3600)}, until {clock(ends)}. "
        f"From {clock(now)} that is {right} minutes."
    )
    return Variant(lines, right, why, unit="minutes")


def _alive_scene(drawn: Drawn) -> Scene:
    listing = Call("ListObjectsV2", {"Bucket": bucket_of(drawn)}, 0, "s3", 60 * drawn["later"])
    return lending(drawn, assume(drawn, **asking(drawn["duration"])), listing)


def _alive(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` at {clock(scene.moment(0))} UTC, "
        f"{asked_with(drawn['duration'])}. The role may list a bucket.",
        f"At {clock(scene.moment(60 * drawn['later']))} UTC the session lists the bucket.",
    )
    more = f"The session lasts {duration(drawn['duration'] or 3600)}, until {clock(answers[0].expires)}."
    return by_code(lines, answers[1], LISTED, S3_CODES, more)


GENERATORS = (
    Generator(
        "session-end",
        "When the credentials of a role expire",
        "assuming-a-role",
        {
            **NAMES,
            "duration": (DEFAULT, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10800),
            "maximum": (10800, 14400, 28800, 43200),
        },
        _end_scene,
        _end,
    ),
    Generator(
        "session-alive",
        "Whether a session still works",
        "assuming-a-role",
        {**NAMES, "duration": (DEFAULT, 900, 1800, 3600), "later": (10, 14, 15, 29, 30, 45, 59, 60, 61, 90)},
        _alive_scene,
        _alive,
    ),
    Generator(
        "minutes-left",
        "How many minutes credentials have left",
        "how-long",
        {
            **NAMES,
            "duration": (DEFAULT, 1800, 2700, 3600, 5400, 7200, 14400),
            "later": (4, 7, 11, 12, 16, 18, 23, 27),
        },
        _left_scene,
        _left,
    ),
    Generator(
        "chain-end",
        "When the credentials of a chained role expire",
        "how-long",
        {
            **NAMES,
            "duration": (DEFAULT, 900, 1800, 2700, 3600),
            "maximum": (3600, 14400, 43200),
            "later": (10, 25, 40, 75, 100, 140),
        },
        _chain_end_scene,
        _chain_end,
    ),
)
