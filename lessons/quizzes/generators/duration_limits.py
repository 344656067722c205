"""Which durations STS takes, and which of its limits a longer one meets."""

from __future__ import annotations

from itertools import chain

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import duration, maximum
from lessons.quizzes.generators.scene import Scene
from lessons.quizzes.generators.worlds import (
    NAMES,
    assume,
    chain_of,
    lending,
)

__all__ = ["GENERATORS"]


MAXIMA = (3600, 5400, 7200, 9000, 10800, 14400, 21600, 28800, 36000, 43200)


def _longest_scene(drawn: Drawn) -> Scene:
    tried = list(chain.from_iterable((seconds, seconds + 1) for seconds in MAXIMA))
    if drawn["chained"]:
        return chain_of(drawn, *(assume(drawn, by=0, DurationSeconds=seconds) for seconds in tried))
    calls = (assume(drawn, DurationSeconds=seconds) for seconds in tried)
    return lending(drawn, *calls, role={"max_session_seconds": drawn["maximum"]})


def _longest(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    tried = answers[1:] if drawn["chained"] else answers
    right = next(
        seconds
        for seconds, taken, more in zip(MAXIMA, tried[::2], tried[1::2], strict=True)
        if not taken.code and more.code
    )
    key = "the temporary credentials of another role" if drawn["chained"] else "a long-term key"
    lines = (
        f"`{drawn['user']}` calls `AssumeRole` for the role `{drawn['role']}`, signed with {key}.",
        maximum(drawn),
        "What is the largest `DurationSeconds` that STS takes?",
    )
    limit = (
        "A role that is assumed with temporary credentials lasts an hour at most, whatever its maximum is"
        if drawn["chained"]
        else "With a long-term key the role's maximum is the limit"
    )
    why = f"{limit}: {duration(right)}. {right + 1} seconds are refused with `ValidationError`."
    return Variant(lines, str(right), why, unit="seconds")


def _candidates(drawn: Drawn) -> tuple[int, ...]:
    off = drawn["off"]
    return 900, 1800, drawn["maximum"], off if off < 900 else drawn["maximum"] + off  # noqa: PLR2004 -- the least


def _refused_scene(drawn: Drawn) -> Scene:
    calls = (assume(drawn, DurationSeconds=seconds) for seconds in _candidates(drawn))
    return lending(drawn, *calls, role={"max_session_seconds": drawn["maximum"]})


def _refused(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    found = dict(zip(map(str, _candidates(drawn)), answers, strict=True))
    (right,) = (seconds for seconds, answer in found.items() if answer.code)
    lines = (
        f"`{drawn['user']}` signs with a long-term key and assumes the role `{drawn['role']}`.",
        maximum(drawn),
        "Which `DurationSeconds` does STS refuse?",
    )
    return Variant(
        lines,
        right,
        f"STS answers `{found[right].code}`. {found[right].why} Durations from 900 seconds up to "
        f"the role's maximum of {drawn['maximum']} are taken.",
        tuple(seconds for seconds in found if seconds != right),
    )


# How AWS's messages tell which limit was met.
_LIMITS = {
    "MaxSessionDuration": "`ValidationError`: it exceeds the `MaxSessionDuration` of the role.",
    "1 hour session limit": "`ValidationError`: it exceeds the hour of role chaining.",
    "durationSeconds": "`ValidationError`: no `AssumeRole` call takes this value.",
}


def _asked_scene(drawn: Drawn) -> Scene:
    if drawn["chained"]:
        return chain_of(drawn, assume(drawn, by=0, DurationSeconds=drawn["asked"]))
    call = assume(drawn, DurationSeconds=drawn["asked"])
    return lending(drawn, call, role={"max_session_seconds": drawn["maximum"]})


def _asked(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    answer = answers[-1]
    issued = f"Credentials for {duration(drawn['asked'])}."
    right = next((told for words, told in _LIMITS.items() if words in answer.message), issued)
    key = "temporary credentials of another role" if drawn["chained"] else "a long-term key"
    lines = (
        f"`{drawn['user']}` signs with {key} and calls `AssumeRole` for the role `{drawn['role']}` with "
        f"`DurationSeconds` {drawn['asked']}.",
        maximum(drawn),
        "What does STS answer?",
    )
    why = (
        answer.why if answer.code else f"{duration(drawn['asked'])} are within every limit that counts here."
    )
    wrong = tuple(choice for choice in (issued, *_LIMITS.values()) if choice != right)
    return Variant(lines, right, why[0].upper() + why[1:], wrong)


GENERATORS = (
    Generator(
        "longest-duration",
        "The largest duration that STS takes",
        "how-long",
        {**NAMES, "maximum": MAXIMA, "chained": (False, True)},
        _longest_scene,
        _longest,
    ),
    Generator(
        "refused-duration",
        "The duration that is refused",
        "how-long",
        {**NAMES, "maximum": MAXIMA[:-1], "off": (60, 300, 600, 840, 900, 1800, 3600)},
        _refused_scene,
        _refused,
    ),
    Generator(
        "duration-asked",
        "What STS answers to a duration",
        "how-long",
        {
            **NAMES,
            "asked": (600, 900, 3600, 5400, 7200, 14400, 43200, 50400),
            "maximum": (3600, 7200, 14400, 43200),
            "chained": (False, True),
        },
        _asked_scene,
        _asked,
    ),
)
