"""The pages as browsers ask for them, beside two empty views on a server with the same settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.load import Load, Rate, send
from tests.bench.measure import line
from tests.bench.servers import cpu_seconds
from tests.browser.served import Served, new_server

__all__ = ["pages"]

SECONDS, ROUNDS = 10.0, 3
SHORT_SECONDS, SHORT_ROUNDS = 2.0, 1
WARM_SECONDS = 1.0
TAIL = 2.0  # times that of the reference, at most
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html", "User-Agent": "bench"}
SCHOOL = "from tests.bench.school import told; print('TOLD' + told())"
EMPTY, SIGNED_IN = "(1) an empty view", "(2) with session and user"


@dataclass(frozen=True)
class Page:
    """A page, what it is measured against, and the least part of that rate it should have."""

    name: str
    path: str
    against: str
    goal: float | None = None
    who: str = "learner"
    is_part: bool = False


PAGES = (
    Page("article", "article", SIGNED_IN, 0.4),
    Page("step, as HTMX asks for it", "step", SIGNED_IN, 0.5, is_part=True),
    Page("home", "home", SIGNED_IN, 0.3),
    Page("question of a quiz", "question", SIGNED_IN),
    Page("sandbox with 300 events", "sandbox", SIGNED_IN),
    Page("class page of 30", "classroom", SIGNED_IN, who="teacher"),
    Page("article, for a stranger", "article", EMPTY, 0.5, who=""),
)


def pages(site: Served, *, short: bool = False) -> None:
    """Measure every page and both references in turn, and print them side by side."""
    seconds, rounds = (SHORT_SECONDS, SHORT_ROUNDS) if short else (SECONDS, ROUNDS)
    print(f"\nPages (8 connections, {seconds:.0f} s, best of {rounds})")
    with reference(site) as beside:
        loads = loads_of(site, beside)
        for _, load in loads.values():
            send(replace(load, seconds=WARM_SECONDS))
        turns = [
            {name: measured(server, replace(load, seconds=seconds)) for name, (server, load) in loads.items()}
            for _ in range(rounds)
        ]
    best = {name: max((turn[name] for turn in turns), key=lambda rate: rate.a_second) for name in loads}
    for name in (EMPTY, SIGNED_IN):
        line(name, best[name])
    for page in PAGES:
        rate = best[page.name]
        part, tail = rate.a_second / best[page.against].a_second, rate.tail / best[SIGNED_IN].tail
        goals = f"x {page.goal}, tail x {TAIL:.0f}" if page.goal else ""
        line(page.name, f"{rate}   x {part:.3f}, tail x {tail:.1f}", goals)


def measured(server: Served, load: Load) -> Rate:
    """The load, with what each answer was to the server."""
    before = cpu_seconds(server)
    rate = send(load)
    return replace(rate, cpu=1000 * (cpu_seconds(server) - before) / len(rate.timings.values))


@contextmanager
def reference(site: Served) -> Iterator[Served]:
    """The empty views, on the database of the site and with its server's settings."""
    var = Path(site.environment["VAR_DIR"])
    with new_server(var, DJANGO_SETTINGS_MODULE="tests.bench.reference").running() as server:
        yield server


def loads_of(site: Served, beside: Served) -> dict[str, tuple[Served, Load]]:
    """Whom to ask for what, by name: the two references first."""
    school: Mapping[str, str] = json.loads(site.manage("shell", "-v0", "-c", SCHOOL).partition("TOLD")[2])

    def headers(who: str, *, is_part: bool = False) -> dict[str, str]:
        cookies = {"Cookie": f"sessionid={school[who]}; csrftoken={'a' * 32}"} if who else {}
        return BROWSER | cookies | ({"HX-Request": "true"} if is_part else {})

    return {
        EMPTY: (beside, Load(beside.port, "/empty/", headers(""))),
        SIGNED_IN: (beside, Load(beside.port, "/signed-in/", headers("learner at the reference"))),
    } | {
        page.name: (site, Load(site.port, school[page.path], headers(page.who, is_part=page.is_part)))
        for page in PAGES
    }
