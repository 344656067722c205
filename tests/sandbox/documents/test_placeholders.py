"""Names that an author writes, as the ARNs and account ids of one learner's sandbox. No database."""

from __future__ import annotations

from typing import Any

import pytest

from lessons import aws
from lessons.sandbox.documents.placeholders import caller_arns, filled, fits, identity_arn

SCENARIO: dict[str, Any] = {
    "accounts": {
        "empty": {},
        "training": {
            "users": {"alice": {}, "bob": {"path": "/team/"}},
            "roles": {"demo": {"trust": {}}, "shared": {"trust": {}, "path": "/team/"}},
        },
        "other": {"users": {"alice": {}, "dave": {}}, "roles": {"shared": {"trust": {}}}},
    }
}
WORLD = aws.World(aws.build(SCENARIO, "names"))
EMPTY, TRAINING, OTHER = (WORLD.account_id(name) for name in ("empty", "training", "other"))


def key_of(name: str, account_id: str | None) -> str:
    return next(
        user.access_keys[0].id for user in WORLD.users if (user.name, user.account_id) == (name, account_id)
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("arn:aws:iam::{training}:role/demo", f"arn:aws:iam::{TRAINING}:role/demo"),
        ("{training} trusts {other}", f"{TRAINING} trusts {OTHER}"),
        ("{nowhere}", "{nowhere}"),
        ("${training}", "${training}"),  # a variable of the policy itself
        ({"{other}": ["{training}", 5, {"a": "{other}"}]}, {OTHER: [TRAINING, 5, {"a": OTHER}]}),
        ("{key:bob}", key_of("bob", TRAINING)),
        ("{key:other:alice} {key:alice}", f"{key_of('alice', OTHER)} {key_of('alice', TRAINING)}"),
        ("{key:nobody}", "{key:nobody}"),
        ("{key:nowhere:alice}", "{key:nowhere:alice}"),
        (900, 900),
        (None, None),
        (True, True),
    ],
)
def test_an_account_is_written_as_its_digits(value: Any, expected: Any) -> None:
    assert filled(value, WORLD) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("s3:GetObject", "s3:GetObject", True),
        ("s3:GetObject", "s3:getobject", False),
        ("s3:GetObject", "s3:GetObjectAcl", False),
        ("s3:*", "s3:GetObject", True),
        ("*", "", True),
        ("", "", True),
        ("", "x", False),
        ("s*1", "session1", True),
        ("s*1", "session2", False),
        ("a*b*c", "aXbYc", True),
        ("a*b*c", "acb", False),
        ("a?c", "abc", False),  # only a star stands for something else
    ],
)
def test_a_star_stands_for_any_run_of_characters(pattern: str, text: str, expected: bool) -> None:
    assert fits(pattern, text) is expected


CALLERS = [
    ("user/alice", (f"arn:aws:iam::{TRAINING}:user/alice", f"arn:aws:iam::{TRAINING}:user/*/alice")),
    ("user/dave", (f"arn:aws:iam::{OTHER}:user/dave", f"arn:aws:iam::{OTHER}:user/*/dave")),
    ("other:user/alice", (f"arn:aws:iam::{OTHER}:user/alice", f"arn:aws:iam::{OTHER}:user/*/alice")),
    ("role/demo", (f"arn:aws:sts::{TRAINING}:assumed-role/demo/*",)),
    ("role/demo/session1", (f"arn:aws:sts::{TRAINING}:assumed-role/demo/session1",)),
    ("other:role/shared", (f"arn:aws:sts::{OTHER}:assumed-role/shared/*",)),
    ("role/shared/a", (f"arn:aws:sts::{TRAINING}:assumed-role/shared/a",)),
    # Nobody has it yet: who is made later stands in the first account.
    ("user/nobody", (f"arn:aws:iam::{EMPTY}:user/nobody", f"arn:aws:iam::{EMPTY}:user/*/nobody")),
    ("nowhere:role/demo", ("arn:aws:sts:::assumed-role/demo/*",)),
    ("federated-user/visitor", (f"arn:aws:sts::{EMPTY}:federated-user/visitor",)),
    ("training:federated-user/visitor", (f"arn:aws:sts::{TRAINING}:federated-user/visitor",)),
]


@pytest.mark.parametrize(("by", "arns"), CALLERS)
def test_whoever_calls_has_an_arn_of_the_first_account_that_has_such_a_one(
    by: str, arns: tuple[str, ...]
) -> None:
    assert caller_arns(by, WORLD) == arns


IDENTITIES = [
    ("user/alice", f"arn:aws:iam::{TRAINING}:user/alice"),
    ("other:user/alice", f"arn:aws:iam::{OTHER}:user/alice"),
    ("user/bob", f"arn:aws:iam::{TRAINING}:user/team/bob"),
    ("role/demo", f"arn:aws:iam::{TRAINING}:role/demo"),
    ("role/shared", f"arn:aws:iam::{TRAINING}:role/team/shared"),
    ("other:role/shared", f"arn:aws:iam::{OTHER}:role/shared"),
    ("user/nobody", ""),
    ("role/nobody", ""),
    ("other:role/demo", ""),
    ("training:user/dave", ""),
]


@pytest.mark.parametrize(("by", "arn"), IDENTITIES)
def test_an_identity_has_its_own_arn_path_and_all(by: str, arn: str) -> None:
    assert identity_arn(by, WORLD) == arn


@pytest.mark.parametrize("by", ["alice", "group/team", "user/", "user/a b", ""])
def test_who_could_not_call_is_refused(by: str) -> None:
    with pytest.raises(ValueError, match="nobody who could call"):
        caller_arns(by, WORLD)
    with pytest.raises(ValueError, match=repr(by)):
        identity_arn(by, WORLD)


def test_a_world_without_accounts_has_nobody() -> None:
    assert caller_arns("role/demo", aws.World({"accounts": {}})) == ("arn:aws:sts:::assumed-role/demo/*",)
