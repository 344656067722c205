"""The course's files say what they must: read as YAML and text, without Django."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "lessons" / "content"
FOLDERS = sorted(path.parent.name for path in CONTENT.glob("*/lesson.md"))
ASSUMING, WHICH_CALL = "02-assuming-a-role", "12-which-sts-call"
CALLS = (
    "AssumeRole",
    "GetSessionToken",
    "GetFederationToken",
    "GetCallerIdentity",
    "RequestTemporaryCredentials",
)

every_lesson = pytest.mark.parametrize("folder", FOLDERS)


def read(folder: str, name: str) -> Any:
    return yaml.safe_load((CONTENT / folder / name).read_text(encoding="utf-8"))


def parts(folder: str) -> tuple[dict[str, Any], str]:
    """The front matter and the article of a lesson."""
    _, front, article = (CONTENT / folder / "lesson.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), article


def test_there_are_the_two_first_lessons() -> None:
    assert {ASSUMING, WHICH_CALL} <= set(FOLDERS)


@every_lesson
def test_a_lesson_belongs_to_a_chapter_of_the_course(folder: str) -> None:
    chapters = {chapter["title"] for chapter in read(".", "course.yaml")["chapters"]}
    assert parts(folder)[0]["chapter"] in chapters


@every_lesson
@pytest.mark.parametrize(
    ("key", "fewest", "most"), [("objectives", 3, 5), ("snapshot", 5, 7), ("sources", 3, 6)]
)
def test_the_front_matter_is_complete(folder: str, key: str, fewest: int, most: int) -> None:
    assert fewest <= len(parts(folder)[0][key]) <= most


@every_lesson
def test_the_article_and_the_transcript_have_the_length_of_ten_minutes(folder: str) -> None:
    front, article = parts(folder)
    read = [line.removeprefix(">") for line in article.splitlines() if not line.startswith("> **")]
    assert 600 <= len(" ".join(read).split()) <= 1200
    assert 300 <= len(front["transcript"].split()) <= 1000


@every_lesson
def test_the_article_keeps_outcomes_under_a_fold(folder: str) -> None:
    assert "\n> **" in parts(folder)[1]


@every_lesson
def test_every_source_is_a_page_of_the_aws_documentation(folder: str) -> None:
    assert all(s["url"].startswith("https://docs.aws.amazon.com/") for s in parts(folder)[0]["sources"])


@every_lesson
def test_the_trace_has_five_to_nine_steps_each_with_its_caption_and_its_why(folder: str) -> None:
    steps = read(folder, "trace.yaml")["steps"]
    assert 5 <= len(steps) <= 9
    assert all(step["caption"] and step["why"] for step in steps)


@every_lesson
def test_the_trace_names_only_actors_and_nodes_that_it_has(folder: str) -> None:
    trace = read(folder, "trace.yaml")
    actors = {actor["key"] for actor in trace["actors"]}
    assert {node[end] for node in trace["flow"] for end in ("from", "to")} <= actors
    assert {step["node"] for step in trace["steps"]} <= {node["key"] for node in trace["flow"]}


@every_lesson
def test_credentials_never_live_longer_than_their_lifetime(folder: str) -> None:
    trace = read(folder, "trace.yaml")
    assert all(0 <= step.get("seconds_left", 0) <= trace["lifetime_seconds"] for step in trace["steps"])


@every_lesson
def test_the_tracker_changes_only_what_it_starts_with(folder: str) -> None:
    trace = read(folder, "trace.yaml")
    assert {name for step in trace["steps"] for name in step.get("tracker", {})} == set(trace["start"])


@every_lesson
def test_key_moments_and_hints_point_to_steps_that_exist(folder: str) -> None:
    trace, questions = read(folder, "trace.yaml"), read(folder, "quiz.yaml")["questions"]
    pointers = {item["step"] for item in [*trace["moments"], *questions]}
    assert len(trace["moments"]) >= 3
    assert pointers <= {step["key"] for step in trace["steps"]}
    assert {question["column"] for question in questions} <= {"action", "input", "output", "result"}


@every_lesson
def test_the_lab_has_goals_and_a_scenario_that_exists(folder: str) -> None:
    lab = read(folder, "lab.yaml")
    assert 3 <= len(lab["goals"]) <= 6
    assert (CONTENT / "scenarios" / f"{lab['scenario']}.yaml").is_file()


# The facts of the first lesson: each row of its process table, and what its cells must name.
PROCESS = [
    (1, "action", ["AssumeRole"]),
    (1, "input", ["arn:aws:iam::123456789012:role/demo", "session1"]),
    (1, "output", ["call sent to STS"]),
    (1, "result", ["request accepted"]),
    (2, "action", ["STS processes"]),
    (2, "input", ["valid role ARN", "permissions"]),
    (2, "output", ["AccessKeyId", "SecretAccessKey", "SessionToken"]),
    (2, "result", ["credentials issued"]),
    (3, "action", ["uses the credentials"]),
    (3, "input", ["temporary credentials"]),
    (3, "output", ["access to AWS resources"]),
    (3, "result", ["access granted"]),
    (4, "action", ["credentials expire"]),
    (4, "input", ["time", "duration"]),
    (4, "output", ["credentials invalid"]),
    (4, "result", ["denied if used"]),
    (5, "action", ["after expiry"]),
    (5, "input", ["expired credentials"]),
    (5, "output", ["access denied error", "ExpiredToken"]),
    (5, "result", ["access blocked"]),
]


@pytest.mark.parametrize(("step", "column", "facts"), PROCESS)
def test_the_process_table_of_assuming_a_role(step: int, column: str, facts: list[str]) -> None:
    cell = read(ASSUMING, "trace.yaml")["steps"][step - 1][column]
    assert all(fact in cell for fact in facts)


def test_the_flow_of_assuming_a_role_has_its_six_nodes() -> None:
    labels = [node["label"] for node in read(ASSUMING, "trace.yaml")["flow"]]
    words = ["wants access", "AssumeRole", "returns temporary credentials", "uses them", "expire", "denied"]
    assert len(labels) == len(words)
    assert all(word in label for word, label in zip(words, labels, strict=True))


def test_the_tracker_of_assuming_a_role_runs_from_none_to_invalid() -> None:
    trace = read(ASSUMING, "trace.yaml")
    values = [step.get("tracker", {}).get("TemporaryCredentials", "") for step in trace["steps"]]
    assert trace["start"] == {"TemporaryCredentials": "none"}
    assert values == ["", "issued (three parts)", "used for access", "expired", "invalid"]


@pytest.mark.parametrize(
    ("topic", "step"),
    [
        ("expire", "credentials-expire"),
        ("permanent", "alice-uses-credentials"),
        ("role ARN is wrong", "alice-starts-assume-role"),
    ],
)
def test_the_key_moments_of_assuming_a_role(topic: str, step: str) -> None:
    moments = read(ASSUMING, "trace.yaml")["moments"]
    assert [moment["step"] for moment in moments if topic in moment["question"]] == [step]


def choices(question: dict[str, Any]) -> list[str]:
    """What can be chosen, without what is said to it."""
    return [one["text"] if isinstance(one, dict) else one for one in question["choices"]]


VISUAL_QUIZ = [
    (1, "issued", ["access denied", "call sent to STS", "expired"]),
    (2, "Step 4", ["Step 3", "Step 1", "Step 5"]),
    (3, "Access is denied", ["issued again", "granted", "session gets a new name"]),
]


@pytest.mark.parametrize(("number", "right", "wrong"), VISUAL_QUIZ)
def test_the_visual_quiz_of_assuming_a_role(number: int, right: str, wrong: list[str]) -> None:
    question = read(ASSUMING, "quiz.yaml")["questions"][number - 1]
    assert right in question["right"]
    others = " ".join(set(choices(question)) - {question["right"]}).lower()
    assert all(text.lower() in others for text in wrong)


@pytest.mark.parametrize("call", CALLS)
def test_which_sts_call_steps_through_and_compares_all_five(call: str) -> None:
    assert any(call in step["action"] for step in read(WHICH_CALL, "trace.yaml")["steps"])
    assert f"| `{call}` |" in parts(WHICH_CALL)[1]


def test_the_exam_question_has_assume_role_as_its_answer() -> None:
    question = read(WHICH_CALL, "quiz.yaml")["questions"][0]
    assert question["right"] == "AssumeRole"
    assert set(choices(question)) == set(CALLS) - {"GetFederationToken"}


def test_the_call_that_does_not_exist_is_refused_in_the_words_of_aws() -> None:
    step = read(WHICH_CALL, "trace.yaml")["steps"][1]
    assert step["outcome"] == "denied"
    assert "`InvalidAction`, 400" in step["output"]
    assert "Could not find operation RequestTemporaryCredentials for version 2011-06-15" in step["why"]
    assert "argument operation: Invalid choice" in step["command"]


@pytest.mark.parametrize(
    "topic", ["developer", "database administrators", "auditors", "MFA", "reads this one bucket"]
)
def test_which_sts_call_tells_how_it_is_at_work(topic: str) -> None:
    assert topic.lower() in parts(WHICH_CALL)[1].lower()


def allowed(policies: dict[str, Any]) -> set[str]:
    """The actions that a scenario's policies allow."""
    statements = [statement for policy in policies.values() for statement in policy["Statement"]]
    return {statement["Action"] for statement in statements if statement["Effect"] == "Allow"}


def test_the_demo_lets_alice_ask_for_two_roles_of_which_one_trusts_her() -> None:
    account = read("scenarios", "demo.yaml")["accounts"]["training"]
    alice, demo, audit = account["users"]["alice"], account["roles"]["demo"], account["roles"]["audit"]
    assert allowed(alice["policies"]) == {"sts:AssumeRole"}
    assert json.dumps(alice).count("role/") == 2
    assert demo["trust"]["Statement"][0]["Principal"]["AWS"] == "arn:aws:iam::{training}:root"
    assert audit["trust"]["Statement"][0]["Principal"]["AWS"] == "arn:aws:iam::{training}:user/auditor"


def test_the_role_demo_reads_the_reports_for_an_hour_and_cannot_write() -> None:
    account = read("scenarios", "demo.yaml")["accounts"]["training"]
    assert allowed(account["roles"]["demo"]["policies"]) == {"s3:ListBucket", "s3:GetObject"}
    assert account["roles"]["demo"]["max_session_seconds"] == 3600
    assert set(account["buckets"]["reports-{training}"]) == {"q1.csv", "q2.csv"}
