"""A school that takes one quiz at once: what saving an answer takes, and whether any is lost.

Run as ``python -m tests.bench.quiz_crowd`` it is the crowd alone, in a process of its own: it reads a `Crowd`
as JSON and prints a `Seen`.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean

from tests.bench.browser import Browser
from tests.bench.measure import Timings, line
from tests.bench.servers import cpu_seconds
from tests.browser.served import Served

__all__ = ["quiz_crowds"]

LESSON, PASSWORD, QUESTIONS = "assuming-a-role", "bench-lantern-42", 10
SIGNED_IN, AT_ONCE = 200, (100, 500, 1000)
START_WITHIN, THINKING = 10.0, (3.0, 8.0)  # seconds
SIGN_INS_AT_ONCE = 4
CORES = 2
READY = f"""
from django.contrib.auth.hashers import make_password
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Question
password = make_password({PASSWORD!r})
User.objects.bulk_create(User(username=f"crowd-{{n}}", password=password) for n in range({max(AT_ONCE)}))
lesson = Lesson.objects.get(slug={LESSON!r})
step = lesson.steps.first()
lesson.questions.all().delete()
for n in range({QUESTIONS}):
    content = {{"choices": ["one", "two", "three", "four"], "right": "one"}}
    told = {{"prompt": f"Which is {{n}}?", "content": content, "hint": "-", "explanation": "-"}}
    Question.objects.create(lesson=lesson, position=n, step=step, **told)
"""
SESSIONS = """
import json, logging
logging.disable()
from django.conf import settings
from django.test import Client
from lessons.accounts.models import User
def session(user):
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
some = User.objects.filter(username__startswith="crowd-")[:MANY]
print("TOLD" + json.dumps([session(user) for user in some]))
"""
COUNT = 'from lessons.quizzes.models import Answer; print(f"TOLD{Answer.objects.count()}")'


@dataclass(frozen=True)
class Crowd:
    """So many learners: those without a session sign in first. They think for seconds, from and to."""

    port: int
    learners: int
    sessions: Sequence[str] = ()
    thinking: tuple[float, float] = (0, 0)
    start_within: float = 0


@dataclass
class Seen:
    """What a crowd saw: milliseconds of each acknowledged answer, errors, and its own seconds of CPU."""

    saved: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0
    cpu: float = 0


def quiz_crowds(site: Served, database: str, goal: str) -> None:
    """Measure 200 learners who think, then 100, 500 and 1,000 who do not."""
    site.manage("shell", "-v0", "-c", READY)
    print(f"\nA quiz of {QUESTIONS} questions, taken by many at once, on {database} (goal: {goal})")
    measure(
        f"{SIGNED_IN} who think for 3 to 8 s", site, Crowd(site.port, SIGNED_IN, (), THINKING, START_WITHIN)
    )
    for learners in AT_ONCE:
        told = site.manage("shell", "-v0", "-c", SESSIONS.replace("MANY", str(learners)))
        sessions = json.loads(told.partition("TOLD")[2])
        measure(f"{learners} who do not think", site, Crowd(site.port, learners, sessions))


def measure(name: str, site: Served, crowd: Crowd) -> None:
    """One crowd, and what it came to."""
    before, cpu = answers(site), cpu_seconds(site)
    printed = subprocess.check_output(
        [sys.executable, "-m", "tests.bench.quiz_crowd"], input=json.dumps(asdict(crowd)).encode()
    )
    seen = Seen(**json.loads(printed))
    lost = len(seen.saved) - (answers(site) - before)
    busy = (cpu_seconds(site) - cpu) / seen.seconds
    timings = Timings(seen.saved)
    line(
        f"{name}: saving an answer",
        f"mean {fmean(seen.saved):6.1f} ms   {timings}   p99 {timings.p99:6.1f} ms",
    )
    line("  answers acknowledged and not there", f"{lost} of {len(seen.saved):,}", "0")
    line("  errors", f"{len(seen.errors)} {seen.errors[:1] or ''}", "0")
    line(
        "  at work",
        f"server {busy:.2f}, crowd {seen.cpu / seen.seconds:.2f} of {CORES} cores, {seen.seconds:.0f} s",
    )


def answers(site: Served) -> int:
    """How many answers are in the database."""
    return int(site.manage("shell", "-v0", "-c", COUNT).partition("TOLD")[2])


async def take(crowd: Crowd) -> Seen:
    """Sign in who has no session, then all take the quiz."""
    seen, chance = Seen(), random.Random(20)  # noqa: S311 -- the same crowd every time
    browsers = [Browser(crowd.port, {"sessionid": session}) for session in crowd.sessions]
    if not browsers:
        browsers = [Browser(crowd.port) for _ in range(crowd.learners)]
        gate = asyncio.Semaphore(SIGN_INS_AT_ONCE)
        await asyncio.gather(*(sign_in(browser, number, gate) for number, browser in enumerate(browsers)))
    started, cpu = time.perf_counter(), own_cpu()
    seeds = [chance.random() for _ in browsers]
    await asyncio.gather(*(learner(crowd, *one, seen) for one in zip(browsers, seeds, strict=True)))
    seen.seconds, seen.cpu = time.perf_counter() - started, own_cpu() - cpu
    return seen


async def sign_in(browser: Browser, number: int, gate: asyncio.Semaphore) -> None:
    """By the form, as anybody does."""
    async with gate:
        await browser.get("/accounts/login/")
        answer = await browser.post("/accounts/login/", login=f"crowd-{number}", password=PASSWORD)
        assert answer.status == 302, answer.status


async def learner(crowd: Crowd, browser: Browser, seed: float, seen: Seen) -> None:
    """One learner's way through the quiz; an error ends it, and is told."""
    chance = random.Random(seed)  # noqa: S311 -- as above
    await asyncio.sleep(chance.uniform(0, crowd.start_within))
    try:
        async with browser:
            await browser.get(f"/lessons/{LESSON}/quiz/")
            url = (await browser.post(f"/lessons/{LESSON}/quiz/start/")).location
            for _ in range(QUESTIONS):
                await browser.get(url, is_part=True)
                await asyncio.sleep(chance.uniform(*crowd.thinking))
                answer = await browser.post(url, is_part=True, choice=str(chance.randrange(4)))
                assert answer.status == 302, f"{answer.status} to an answer"
                seen.saved.append(answer.taken)
                await browser.get(answer.location, is_part=True)
                attempt, number = url.rstrip("/").rsplit("/", 1)
                url = f"{attempt}/{int(number) + 1}/"
    except (AssertionError, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        seen.errors.append(f"{type(error).__name__} {error}")


def own_cpu() -> float:
    """Seconds of processor time of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(take(Crowd(**json.load(sys.stdin)))))))
