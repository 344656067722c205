"""Whether the tests notice when what decides is changed: ``python -m tests.mutants``, or ``make mutants``.

mutmut changes one thing at a time, and runs the tests that reach it. A change that no test notices lives: it
is read, and killed by a test of what AWS or a learner expects, or it stands in `LIVING` with its reason.
``python -m tests.mutants answers`` changes that part alone. All of it happens in a copy of the
tree, of which nothing is left.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from tests.untried import DECIDING

ROOT = Path(__file__).parents[1]
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
LEAST = 0.9  # of the mutants of a part

# The tests of each part of what decides. Those of progress have a database, which each mutant finds made; as
# pytest-django runs such tests first, whatever they take, they are asked of nothing else.
TESTS: Mapping[str, tuple[str, ...]] = {
    "calls": ("tests/aws/policies",),
    "answers": ("tests/quizzes/test_grading.py",),
    "labs": (
        "tests/sandbox/documents/test_goals.py",
        "tests/sandbox/documents/test_placeholders.py",
        "tests/sandbox/labs/test_goal_checks.py",
    ),
    "progress": ("tests/sandbox/labs/test_progress.py", "tests/sandbox/labs/test_hints.py"),
}
# Hypothesis takes seconds to find the smallest example of a failure, where a plain test takes none.
PYTEST = (
    *("-m", "not hypothesis", "-p", "no:cacheprovider", "--reuse-db"),
    *("--ignore", "tests/aws/policies/test_second_opinion.py"),  # which would take seconds for each
)
ALIVE = {"no tests", "not checked", "survived"}

# What no test can notice, with the reason: by function, each change as the changed line reads ("*" is any).
CAUGHT = "nobody reads it: it is caught where the condition is read"
AS_LONG = "the two are as long as each other"
OTHER_KINDS = "only text and variables are asked for by their kind"
OR_NONE = "only whether there is one is asked"
MORE_OCTETS = "octets of nothing but zeros make the same number"
SHORT_WAY = "the short way and the long way agree"
UNSAVED = "such a row is never saved, and nobody asks it for its lab"
NO_TOO = "that is a no as well"
NO_SUCH_KEY = "no condition key has a comma in its name, so none is found by either"
LIVING: Mapping[str, Mapping[str, str]] = {
    "aws.policies.conditions.x__by": {
        "*": "it runs while the module is imported, before a change is switched on; by hand they die",
    },
    "aws.policies.conditions.x__number": {"raise ValueError(None)": CAUGHT},
    "aws.policies.conditions.x__arn": {"raise ValueError(None)": CAUGHT},
    "aws.policies.conditions.x__arn_like": {
        "part.matches(text, context) for part, text in zip(expected, parts, strict=None)": AS_LONG,
        "part.matches(text, context) for part, text in zip(expected, parts, )": AS_LONG,
        "part.matches(text, context) for part, text in zip(expected, parts, strict=False)": AS_LONG,
    },
    "aws.policies.decision.xǁDecisionǁto_json": {
        "for item, texts in zip(self.consulted, documents, strict=None)": AS_LONG,
        "for item, texts in zip(self.consulted, documents, )": AS_LONG,
        "for item, texts in zip(self.consulted, documents, strict=False)": AS_LONG,
    },
    "aws.policies.matching.x__verdicts": {
        "yield statement.actions, statement.actions.covers(action, None), (request.action,)": (
            "an action has no variables, which are all that asks for the keys"
        ),
    },
    "aws.policies.patterns.x__piece": {
        'return Piece("XXwildcardXX" if match["wildcard"] else "text", match[0])': OTHER_KINDS,
        'return Piece("WILDCARD" if match["wildcard"] else "text", match[0])': OTHER_KINDS,
        'return Piece("variable", None)': NO_SUCH_KEY,
        'return Piece("variable", inner.upper())': NO_SUCH_KEY,
    },
    "aws.policies.patterns.x__matcher": {
        'return methodcaller("startswith", first) if (rest == [""]) and False '
        "else partial(in_order, first, *rest)": SHORT_WAY,
        'return methodcaller("startswith", first) if rest == ["XXXX"] '
        "else partial(in_order, first, *rest)": SHORT_WAY,
    },
    "aws.policies.patterns.x__all_at_once": {
        "if len(symbols) > len(value) and not value.startswith(begin):": SHORT_WAY,
    },
    "aws.policies.patterns.x__bits": {
        "octets = bytearray((max(places, default=0) << 3) + 1)": MORE_OCTETS,
        "octets = bytearray((max(places, default=1) >> 3) + 1)": MORE_OCTETS,
        "octets = bytearray((max(places, default=0) >> 3) + 2)": MORE_OCTETS,
    },
    "aws.policies.policy.xǁElementǁcovers": {
        "if item.fits(value) if (item.fits) and False else item.matches(value, context):": SHORT_WAY,
    },
    "aws.policies.policy_json.x_read_json": {
        'return json.loads(_HALF.sub("\\ufffd", json.dumps(value, ensure_ascii=None)))': NO_TOO,
    },
    "aws.policies.policy.x__principals": {
        'if not isinstance(named, dict) or not named or {"Principal", "NotPrincipal"} < item.keys():': (
            "a statement of these two alone has no effect"
        ),
    },
    "aws.policies.policy.x__actions": {
        "return _element(key, values, tuple(value.lower() for value in values), variables=None)": NO_TOO,
    },
    "aws.policies.reasons.x__allowed": {
        "grant = next((name for name in _BY_GRANT if name in grants), None)": OR_NONE,
    },
    "sandbox.labs.progress.x_note_goals": {
        "sandbox.save(update_fields=None)": "the caller holds the lock, so the rest is as it was read",
    },
    "sandbox.labs.progress.x_progress_in": {
        "known = {row.lab_id: row for row in LabProgress.objects.filter(user=user_id, )}": (
            "only those of the labs are looked up among more"
        ),
        "return {lab: known.get(lab.pk) or LabProgress(user_id=user_id, lab=None) for lab in labs}": UNSAVED,
        "return {lab: known.get(lab.pk) or LabProgress(user_id=user_id, ) for lab in labs}": UNSAVED,
    },
    "sandbox.labs.call_patterns.x__wire_name": {
        'return str(members[name].serialization.get("name", None)) if name in members else name': (
            "the name itself is looked for as well"
        ),
        'return str(members[name].serialization.get("name", )) if name in members else name': (
            "the name itself is looked for as well"
        ),
    },
    "sandbox.labs.call_patterns.x_plain": {
        "return str(value).lower() if (isinstance(value, bool)) or True else str(value)": (
            "what is left beside booleans are numbers, on both sides, which have no case"
        ),
    },
}


def copy_tree(folder: Path) -> None:
    """Copy every file of the repository, as it is in the working tree."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)


def configure(folder: Path, part: str) -> None:
    """Tell mutmut in the copy what to change, and which tests to run."""
    settings = {
        "source_paths": ("lessons",),
        "also_copy": ("learnsts", "manage.py", "static", "templates"),
        "only_mutate": DECIDING[part],
        "pytest_add_cli_args_test_selection": TESTS[part],
        "pytest_add_cli_args": PYTEST,
    }
    lines = ("\n  ".join((f"{name} =", *values)) for name, values in settings.items())
    (folder / "setup.cfg").write_text("\n".join(("[mutmut]", *lines, "")))


def mutmut(folder: Path, *arguments: str) -> str:
    """What a command of mutmut prints."""
    run = subprocess.run([MUTMUT, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout


def changed(folder: Path, name: str) -> tuple[str, str]:
    """The lines that a mutant takes away, and those that it has instead."""
    lines = mutmut(folder, "show", name).splitlines()
    parts = ([line[1:].strip() for line in lines if line[:1] == sign != line[1:2]] for sign in "-+")
    before, after = map(" ".join, parts)
    return before, after


def reason(name: str, after: str) -> str:
    """Why a mutant may live, "" where nobody has said so."""
    function = LIVING.get(name.partition("__mutmut_")[0].removeprefix("lessons."), {})
    return function.get(after) or function.get("*", "")


def tell(folder: Path, part: str) -> bool:
    """Print how many mutants died, and those that live; whether enough of them died."""
    told = (line.strip().partition(": ") for line in mutmut(folder, "results", "--all", "true").splitlines())
    states = {name: state for name, _, state in told if state}
    living = [name for name, state in states.items() if state in ALIVE]
    for name in living:
        before, after = changed(folder, name)
        print(f"\n{name}: {reason(name, after) or states[name]}\n  - {before}\n  + {after}")
    died = len(states) - len(living)
    print(f"\n=== {part}: {died} of {len(states)} mutants died, {died / len(states):.1%} ===\n", flush=True)
    return died >= LEAST * len(states)


def enough_die(part: str) -> bool:
    """Change a part, one thing at a time, and tell what came of it; whether enough was noticed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copy_tree(folder)
        configure(folder, part)
        own = {**os.environ, "TMPDIR": temporary}  # where the tests' database is kept from mutant to mutant
        subprocess.run([MUTMUT, "run"], cwd=folder, env=own, check=True)
        return tell(folder, part)


def main() -> int:
    """Try what was asked for; 1 where too many mutants live."""
    parser = ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("part", nargs="?", choices=TESTS, help="all where none is named")
    part = parser.parse_args().part
    weak = [name for name in ([part] if part else TESTS) if not enough_die(name)]
    return int(bool(weak))


if __name__ == "__main__":
    sys.exit(main())
