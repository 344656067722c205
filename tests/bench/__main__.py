"""``python -m tests.bench``: what LearnSTS costs, side by side with moto alone. It leaves no file behind.

``python -m tests.bench pages`` measures the pages alone, ``decisions`` compares the two evaluators alone.
``quiz`` has a school take a quiz at once. ``--short`` takes seconds for the pages, and tells little.
"""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.aws.policies.second_opinion import RULES
from tests.bench import engine
from tests.bench.crowd import crowd
from tests.bench.largest import small_and_large
from tests.bench.measure import line, side_by_side
from tests.bench.open_page import until_shown
from tests.bench.pages import pages
from tests.bench.quiz_crowd import quiz_crowds
from tests.bench.second_opinion import opinions
from tests.bench.servers import (
    NOBODY,
    client,
    course_seconds,
    in_process,
    memory,
    moto_server,
    opened,
    role,
)
from tests.bench.slow_clients import alone_and_beside
from tests.browser.served import new_server, serving
from tests.faults.parts import Postgres

ROUNDS = 2000
CALLS_SHOWN = 20
SANDBOXES = 1000
IN_TURN = 2
CLIENTS, SECONDS = 16, 30
OPINIONS = 1_000_000


def assume_role(sts: Any, asked: dict[str, str]) -> Any:
    """One call by a client."""
    return sts.assume_role(**asked)


def main() -> None:
    """Measure what was asked for, one line each."""
    parser = ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "part", nargs="?", choices=["decisions", "pages", "quiz"], help="everything where no part is named"
    )
    parser.add_argument("--short", action="store_true", help="the pages for a few seconds only")
    asked = parser.parse_args()
    parts = {
        "decisions": decisions,
        "calls": calls,
        "pages": partial(reading, short=asked.short),
        "quiz": quiz,
    }
    for name, part in parts.items():
        if asked.part in (None, name):
            part()


def reading(*, short: bool) -> None:
    """What pages cost."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site:
        pages(site, short=short)


def quiz() -> None:
    """What it takes to save an answer while a school takes a quiz, on both databases."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site:
        quiz_crowds(site, "SQLite", "p95 300 ms for the 200")
    with tempfile.TemporaryDirectory() as folder, Postgres.new() as postgres:
        site = new_server(Path(folder), DATABASE_URL=postgres.url)
        site.prepare()
        with site.running():
            quiz_crowds(site, "PostgreSQL", "mean 20 ms for the 200")


def decisions() -> None:
    """Whether the evaluator and the second opinion come to the same."""
    print(f"\nA second opinion, {OPINIONS:,} questions")
    start = time.perf_counter()
    tally = opinions(OPINIONS)
    line("asked and answered twice", f"{time.perf_counter() - start:,.0f} s")
    line("disagreements", f"{len(tally.disagreements):,} {tally.disagreements[:1] or ''}", "0")
    line("allowed", f"{tally.allowed:.1%}", "33.3% or more")
    least = min(tally.decided[rule] for rule in RULES)
    line("the rule that decides least often", f"{least:,}", "100 or more")
    print(tally)


def calls() -> None:
    """What a call costs, by itself, side by side with moto and many at once."""
    print("\nThe engine alone")
    line("evaluate, ten statements", f"{engine.decisions_a_second():,.0f} decisions/s", "20,000")
    line("a cold sandbox", engine.hydration(), "50 ms")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, moto_server() as moto:
        line("the whole course, loaded anew", f"{course_seconds(site):.1f} s", "10 s")
        endpoint, keys = f"{site.url}/aws", opened(site, SANDBOXES)
        print("\nAssumeRole with boto3")
        # In turn on as few sandboxes as it takes, for each has a pace.
        some = keys[:IN_TURN]
        learners = cycle([(client(endpoint, key, secret), role(account)) for key, secret, account in some])
        theirs, inside = client(moto), in_process()
        taken = side_by_side(
            {
                "LearnSTS, /aws/": lambda: assume_role(*next(learners)),
                "moto_server": lambda: theirs.assume_role(**role(NOBODY)),
                "moto in process": inside,
            },
            ROUNDS,
        )
        for name, timings in taken.items():
            line(name, timings)
        line("LearnSTS against moto_server", taken["LearnSTS, /aws/"].against(taken["moto_server"]), "x 1.00")
        line("LearnSTS against moto in process", taken["LearnSTS, /aws/"].against(taken["moto in process"]))
        print("\nA call on the largest world allowed, against one as its scenario has it")
        for name, (small, large) in small_and_large(site).items():
            line(name, large.against(small), "x 3")
        print("\nAn open page")
        line("a client's call, from its answer to the page", until_shown(site.url, CALLS_SHOWN), "2,000 ms")
        print("\nA page beside 100 slow clients, against the same without")
        alone, beside = alone_and_beside(site.port)
        line("article", beside.against(alone), "p95 x 1.5")
        print("\nMany at once")
        seen = crowd(endpoint, keys[:CLIENTS], SECONDS)
        line(f"{CLIENTS} clients for {SECONDS} s, {len(seen.timings.values)} calls", seen.timings)
        line("errors", f"{len(seen.errors)} {seen.errors[:1] or ''}", "0")
        for key, secret, _ in keys:
            client(endpoint, key, secret).get_caller_identity()
        line(f"a worker after {SANDBOXES} sandboxes", f"{memory(site):.0f} MB", "250 MB")


if __name__ == "__main__":
    main()
