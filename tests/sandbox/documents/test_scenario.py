"""Scenarios: what is refused, and how they are loaded with a lesson."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lessons import aws
from lessons.loading import ContentError, read_document
from lessons.models import Lesson
from lessons.sandbox.documents.scenario import mistakes_in
from lessons.sandbox.labs.loading import load_lab, load_scenario
from lessons.sandbox.models import Lab, Scenario
from tests.sandbox.conftest import DEMO

TRAINING = ("accounts", "training")


def with_value(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """DEMO with another value at a path."""
    document = deepcopy(DEMO)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


def nested(levels: int) -> list[Any]:
    """A list in a list in a list…"""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


TRUST = DEMO["accounts"]["training"]["roles"]["demo"]["trust"]
ALL = {"Action": "*", "Resource": "*"}
OWN = "reports-000000000000"  # as the rules here read it
MISTAKES = [
    (("accounts",), None, ("accounts",), "A scenario has accounts"),
    (TRAINING, [], TRAINING, "Write a mapping"),
    ((*TRAINING, "teams"), {}, (*TRAINING, "teams"), "There is no teams here"),
    (
        (*TRAINING, "groups"),
        {"team": {"members": ["bob"]}},
        (*TRAINING, "groups", "team", "members"),
        "no user bob",
    ),
    (
        (*TRAINING, "users", "alice", "boundary"),
        "ReadOnly",
        (*TRAINING, "users", "alice", "boundary"),
        "by its ARN",
    ),
    ((*TRAINING, "policies"), {"p": []}, (*TRAINING, "policies", "p"), "A policy is a JSON object"),
    ((*TRAINING, "users"), ["alice"], (*TRAINING, "users"), "users is a mapping"),
    ((*TRAINING, "users", "alice"), 5, (*TRAINING, "users", "alice"), "Write a mapping"),
    ((*TRAINING, "roles", "demo"), {}, (*TRAINING, "roles", "demo"), "A role needs a trust policy"),
    (
        (*TRAINING, "roles", "demo", "max_session_seconds"),
        60,
        (*TRAINING, "roles", "demo", "max_session_seconds"),
        "3600 to 43200",
    ),
    (
        (*TRAINING, "roles", "demo", "trust"),
        {"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps"}]},
        (*TRAINING, "roles", "demo", "trust"),
        "$.Statement[0].Effect",
    ),
    (
        (*TRAINING, "organization"),
        {"scps": {"line": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*"}]}}},
        (*TRAINING, "organization", "scps", "line"),
        "$.Statement[0].Resource",
    ),
    (
        (*TRAINING, "organization"),
        {"levels": [{"name": "Root"}, {"name": "Workloads", "scps": {"line": {"Statement": []}}}]},
        (*TRAINING, "organization", "levels", "1", "scps", "line"),
        "at least one statement",
    ),
    (
        (*TRAINING, "organization"),
        {"levels": [{"scps": {}}]},
        (*TRAINING, "organization", "levels", "0"),
        "“name” is missing",
    ),
    ((*TRAINING, "organization"), {"levels": []}, (*TRAINING, "organization", "levels"), "1 to 7 levels"),
    ((*TRAINING, "organization"), {"levels": {}}, (*TRAINING, "organization", "levels"), "is a list"),
    (
        (*TRAINING, "organization"),
        {"levels": [{"name": "Root"}], "scps": {}},
        (*TRAINING, "organization", "levels"),
        "not both",
    ),
    (
        (*TRAINING, "bucket_policies"),
        {"reports-{training}": {"Statement": {"Effect": "Deny", "Principal": "*", **ALL}}},
        (*TRAINING, "bucket_policies", OWN),
        f"is about arn:aws:s3:::{OWN}",
    ),
    (
        (*TRAINING, "public_access_blocks"),
        {"other": {}},
        (*TRAINING, "public_access_blocks", "other"),
        "no bucket other",
    ),
    (
        (*TRAINING, "public_access_blocks"),
        {"reports-{training}": {"BlockPublicPolicy": "no"}},
        (*TRAINING, "public_access_blocks", OWN, "BlockPublicPolicy"),
        "true or false",
    ),
    (
        (*TRAINING, "oidc_providers"),
        {"https://login.example": {"client_ids": []}},
        (*TRAINING, "oidc_providers", "https://login.example"),
        "client_ids",
    ),
    ((*TRAINING, "buckets", "bucket"), {"key": 5}, (*TRAINING, "buckets", "bucket"), "A bucket maps"),
    ((*TRAINING, "buckets", "bucket"), {"": "x"}, (*TRAINING, "buckets", "bucket"), "1 to 1024 bytes"),
    *(
        ((*TRAINING, "buckets", name), {}, (*TRAINING, "buckets", name), "3 to 63 lower-case letters")
        for name in ("UP/..", "b-{nosuch}", "ab", "a..b", "10.0.0.1", "xn--bucket", "-bucket", "b" * 64)
    ),
    *(
        ((*TRAINING, kind, name), value, (*TRAINING, kind, name), "A name here has 1 to 64 letters")
        for kind, value in (("users", {}), ("roles", {"trust": TRUST}))
        for name in ("a b", "alice/..", "", "ä", "a" * 65)
    ),
    ((*TRAINING, "users", "alice", "tags"), {"n": 5}, (*TRAINING, "users", "alice", "tags", "n"), "a text"),
    ((*TRAINING, "users", "alice", "path"), "x", (*TRAINING, "users", "alice", "path"), "with a slash"),
    ((*TRAINING, "users"), {}, ("accounts",), "at least one user"),
    ((*TRAINING, "groups"), {"team": {"members": [[]]}}, (*TRAINING, "groups", "team", "members"), "no user"),
    (
        (*TRAINING, "users", "alice", "attached"),
        ["arn:aws:iam::{nosuch}:policy/p"],
        (*TRAINING, "users", "alice", "attached"),
        "by its ARN",
    ),
    (
        (*TRAINING, "bucket_policies"),
        {"other": TRUST},
        (*TRAINING, "bucket_policies", "other"),
        "no bucket other",
    ),
    (
        (*TRAINING, "oidc_providers"),
        {f"https://login{n}.example": {"client_ids": ["app"]} for n in range(6)},
        (*TRAINING, "oidc_providers"),
        "5 at most",
    ),
    (("accounts",), {f"a{n}": {"users": {"u": {}}} for n in range(6)}, ("accounts",), "1 to 5"),
    (("accounts", "a.b"), {}, ("accounts", "a.b"), "letters, digits and underscores"),
    ((*TRAINING, "users", "\ud800"), {}, ("accounts",), "cannot be shown"),
    ((*TRAINING, "users", "a\0"), {}, ("accounts",), "cannot be shown"),
    ((*TRAINING, "buckets"), {"bucket": {"key": "x" * 50_000}}, ("accounts",), "50000 at most"),
    ((*TRAINING, "users"), nested(30), ("accounts",), "nested deeper than 20 levels"),
    ((*TRAINING, "users"), float("nan"), ("accounts",), "or is none"),
    ((*TRAINING, "users"), 10**4_000, ("accounts",), "too large"),
]


def test_the_demo_has_no_mistake() -> None:
    assert mistakes_in(DEMO) == []


@pytest.mark.parametrize(("where", "value", "path", "message"), MISTAKES)
def test_a_mistake_is_found_where_it_is(
    where: tuple[str, ...], value: Any, path: tuple[str, ...], message: str
) -> None:
    first = mistakes_in(with_value(where, value))[0]
    assert first.path == path
    assert message in first.message


@pytest.mark.parametrize("document", [None, [], "x", 5, {}, {"accounts": {}}])
def test_what_is_no_scenario_is_refused(document: Any) -> None:
    assert mistakes_in(document)


def test_admin_refuses_a_scenario_with_a_mistake() -> None:
    scenario = Scenario(slug="x", title="X", document=with_value((*TRAINING, "users"), []))
    with pytest.raises(ValidationError, match=r"accounts\.training\.users"):
        scenario.clean()


def test_an_account_may_have_no_user_when_another_has() -> None:
    assert mistakes_in({"accounts": {**DEMO["accounts"], "partner": {"buckets": {"b-{partner}": {}}}}}) == []


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
known = st.sampled_from(["accounts", "users", "roles", "buckets", "policies", "attached", "tags", "trust"])
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(known | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
part = st.sampled_from(
    ["users", "groups", "roles", "buckets", "bucket_policies", "public_access_blocks", "policies"]
)
account = st.dictionaries(part, st.dictionaries(st.text(max_size=8), anything, max_size=3) | anything)


@given(document=anything | st.fixed_dictionaries({"accounts": st.dictionaries(st.text(max_size=4), account)}))
def test_a_world_can_be_built_from_whatever_is_accepted(document: Any) -> None:
    try:
        Scenario(slug="x", title="X", document=document).clean()
    except ValidationError as refused:
        str(refused).encode()
    else:
        aws.build(document, "seed")


# -- loading --------------------------------------------------------------------------------------

SCENARIO = """\
title: Alice
accounts:
  training:
    roles:
      demo:
        trust:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::{training}:root"}
              Action: sts:AssumeRole
    users: {alice: {}}
"""
LAB = """\
title: Borrow it
scenario: demo
intro: You act as **alice**.
tasks:
  - Assume the
    role.
  - List it.
"""
GOAL = """\
goals:
  - key: in
    text: Let alice in
    seen:
      - {call: "sts:AssumeRole", by: user/alice, answer: ok}
    now:
      - by: user/alice
        action: sts:AssumeRole
        on: arn:aws:iam::{training}:role/demo
        outcome: Allowed
    hints: [Look., "Where?", "Twice?"]
"""
SOLUTION = """\
solution:
  - by: alice
    call: sts:AssumeRole
    with: {RoleArn: "arn:aws:iam::{training}:role/demo", RoleSessionName: session1}
  - {by: alice, call: "s3:ListBuckets", answer: AccessDenied}
"""
WRONG_WAY = """\
wrong:
  - name: Ask only who that is
    calls: [{by: alice, call: "sts:GetCallerIdentity"}]
    misses: [in]
"""
RIGHT_WAY = WRONG_WAY.replace("wrong", "right").replace("misses", "reaches")
EITHER = GOAL.replace("      - {call", '      - - {call: "s3:*"}\n        - {call')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course's folder with a scenario and a lab."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "01-assume").mkdir()
    (tmp_path / "scenarios" / "demo.yaml").write_text(SCENARIO)
    (tmp_path / "01-assume" / "lab.yaml").write_text(LAB)
    return tmp_path


def load(folder: Path, lesson: Lesson) -> None:
    load_lab(lesson, read_document(folder / "01-assume" / "lab.yaml"))


def test_a_lab_is_loaded_with_its_scenario(folder: Path, lesson: Lesson) -> None:
    load(folder, lesson)
    lab = Lab.objects.get()
    assert (lab.lesson, lab.title, lab.task_list) == (lesson, "Borrow it", ["Assume the role.", "List it."])
    assert lab.scenario.title == "Alice"
    assert "demo" in lab.scenario.document["accounts"]["training"]["roles"]


def test_loading_again_changes_the_same_rows(folder: Path, lesson: Lesson) -> None:
    load(folder, lesson)
    before = Lab.objects.values_list("pk", "scenario").get()
    (folder / "01-assume" / "lab.yaml").write_text(LAB.replace("Borrow it", "Borrow it twice"))
    load(folder, lesson)
    assert Lab.objects.values_list("pk", "scenario").get() == before
    assert Lab.objects.get().title == "Borrow it twice"


def test_a_scenario_needs_no_lab_and_one_that_was_edited_stays(folder: Path, db: None) -> None:
    document = read_document(folder / "scenarios" / "demo.yaml")
    load_scenario(document, False)
    Scenario.objects.update(title="Edited")
    load_scenario(document, False)
    assert Scenario.objects.get().title == "Edited"
    load_scenario(document, True)
    assert Scenario.objects.get().title == "Alice"


def without(call: str, parameter: str) -> str:
    """A goal that asks for a call without a parameter."""
    return GOAL.replace('"sts:AssumeRole", by: user/alice', f'"{call}", with: {{{parameter}: null}}')


LAB_FILE, SCENARIO_FILE = "01-assume/lab.yaml", "scenarios/demo.yaml"
# The file with a mistake in it, the line that is reported, and what is said.
WRONG_FILES = [
    (LAB_FILE, LAB.replace("demo", "nowhere"), 2, "There is no scenario “nowhere”"),
    (LAB_FILE, LAB.replace("demo", "../scenarios/demo"), 2, "There is no scenario"),
    (LAB_FILE, LAB + "goal: []\n", 8, "Unknown key “goal”"),
    (LAB_FILE, LAB + "goals: {}\n", 8, "Goals are a list"),
    (LAB_FILE, LAB + GOAL.replace("text:", "txt:"), 10, "There is no txt here"),
    (LAB_FILE, LAB + GOAL.replace("AssumeRole", "AssumeRoll"), 12, "AWS has no call sts:AssumeRoll"),
    (LAB_FILE, LAB + without("sts:AssumeRole", "TokenCod"), 12, "No event tells whether sts:AssumeRole"),
    (LAB_FILE, LAB + without("sts:AssumeRoleWithWebIdentity", "WebIdentityToken"), 12, "No event tells"),
    (LAB_FILE, LAB + without("s3:PutObject", "ContentType"), 12, "No event tells whether s3:PutObject"),
    (LAB_FILE, LAB + GOAL.replace("user/alice", "alice"), 12, "Write user/NAME"),
    (LAB_FILE, LAB + GOAL.replace("{training}", "{trainig}"), 16, "The scenario has no account trainig"),
    (LAB_FILE, LAB + GOAL.replace("outcome: Allowed", "outcome: Yes"), 17, "An outcome is Allowed or Denied"),
    (LAB_FILE, LAB + GOAL.replace("Twice?", ""), 18, "A goal has 3 hints"),
    (LAB_FILE, LAB + GOAL + SOLUTION.replace("RoleArn", "Role"), 22, "sts:AssumeRole has no such parameter"),
    (LAB_FILE, LAB + GOAL + SOLUTION.replace("s3:ListBuckets", "s3:List"), 23, "AWS has no call s3:List"),
    (LAB_FILE, LAB + GOAL + SOLUTION + WRONG_WAY.replace("[in]", "[out]"), 27, "There is no goal “out”"),
    (LAB_FILE, LAB + GOAL + SOLUTION + WRONG_WAY.replace("misses", "miss"), 27, "There is no miss here"),
    (LAB_FILE, LAB + GOAL + SOLUTION + RIGHT_WAY.replace("[in]", "[out]"), 27, "There is no goal “out”"),
    (LAB_FILE, LAB + GOAL + SOLUTION + RIGHT_WAY.replace("reaches", "misses"), 27, "There is no misses here"),
    (LAB_FILE, LAB + GOAL + SOLUTION + RIGHT_WAY.replace("GetC", "C"), 26, "AWS has no call sts:Caller"),
    (LAB_FILE, LAB + EITHER.replace('AssumeRole",', 'Assume",'), 13, "AWS has no call sts:Assume"),
    (LAB_FILE, LAB + GOAL.replace("outcome:", "refused_by: all\n        outcome:"), 17, "What is allowed"),
    (LAB_FILE, LAB + GOAL.replace("outcome:", "issued: soon\n        outcome:"), 17, "Write a time in UTC"),
    (LAB_FILE, LAB.replace("intro", "introduction"), 3, "Unknown key"),
    (SCENARIO_FILE, SCENARIO.replace("Allow", "Perhaps"), 6, "$.Statement[0].Effect"),
    (SCENARIO_FILE, SCENARIO.replace("trust:", "trusts:"), 6, "There is no trusts here"),
    (SCENARIO_FILE, SCENARIO.replace('"2012-10-17"', "2012-10-17"), 2, "in quotes"),
]


@pytest.mark.parametrize(("file", "text", "line", "message"), WRONG_FILES)
def test_a_mistake_is_reported_with_file_and_line(
    folder: Path, lesson: Lesson, file: str, text: str, line: int, message: str
) -> None:
    (folder / file).write_text(text)
    with pytest.raises(ContentError) as mistake:
        load(folder, lesson)
    assert (mistake.value.file.resolve(), mistake.value.line) == ((folder / file).resolve(), line)
    assert message in mistake.value.message


def test_loading_what_is_there_already_leaves_no_trace_in_the_history(folder: Path, lesson: Lesson) -> None:
    load(folder, lesson)
    load(folder, lesson)
    assert (Lab.history.count(), Scenario.history.count()) == (1, 1)
