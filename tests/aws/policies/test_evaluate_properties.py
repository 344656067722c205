"""What holds for every decision, whatever the policies say."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws import Answer
from tests.aws.policies.questions import ACCOUNT_ARN, ALICE, DENIED, NO, OBJECT, THERE, USER_ARN, decide

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "*",
        "s3:*",
        "s3:Get*",
        "s3:GetObject",
        "iam:*",
        OBJECT,
        "arn:aws:s3:::*",
        "arn:aws:s3:::reports/${aws:username}",
    ]
)
WHO = st.sampled_from(["*", USER_ARN, ACCOUNT_ARN, {"AWS": [THERE, ALICE.arn]}, {"Service": "x"}, {}])
CONDITIONS = st.dictionaries(
    st.sampled_from(
        ["StringEquals", "StringNotLikeIfExists", "Null", "ForAnyValue:ArnLike", "Bool", "Nonsense"]
    ),
    st.dictionaries(
        st.sampled_from(["aws:username", "aws:x"]), NAMES | st.sampled_from(["alice", "true"]), max_size=2
    ),
    max_size=2,
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]) | ANYTHING},
    optional={
        "Action": NAMES | ANYTHING,
        "NotAction": NAMES | ANYTHING,
        "Resource": NAMES | st.lists(NAMES) | ANYTHING,
        "NotResource": NAMES,
        "Principal": WHO | ANYTHING,
        "NotPrincipal": WHO,
        "Condition": CONDITIONS | ANYTHING,
        "Sid": ANYTHING,
    },
)
LISTS = st.lists(STATEMENTS | ANYTHING, max_size=4)
CONTEXT = {"aws:username": ("alice",)}


@settings(max_examples=200)
@given(LISTS, LISTS, st.none() | LISTS, st.none() | LISTS)
def test_no_document_makes_it_raise(identity: Any, on: Any, boundary: Any, session: Any) -> None:
    decision = decide(*identity, on=on, boundary=boundary, session=session, context=CONTEXT)
    assert decision.outcome in Answer
    assert decision.reason.endswith(".")
    assert decision.allowed is (decision.refused_by == "")
    json.dumps(decision.to_json())


@given(LISTS, LISTS, st.none() | LISTS, STATEMENTS, st.sampled_from(["identity", "on", "boundary"]))
def test_an_added_deny_never_turns_a_refusal_into_an_allow(
    identity: Any, on: Any, boundary: Any, more: Any, where: str
) -> None:
    groups = {"identity": identity, "on": on, "boundary": boundary}
    before = decide(*identity, on=on, boundary=boundary, context=CONTEXT)
    groups[where] = [*(groups[where] or []), {**more, "Effect": "Deny"}]
    after = decide(*groups["identity"], on=groups["on"], boundary=groups["boundary"], context=CONTEXT)
    assert before.allowed or not after.allowed


@given(LISTS, LISTS, st.randoms())
def test_the_order_of_statements_does_not_matter(identity: Any, on: Any, random: Any) -> None:
    before = decide(*identity, on=on, context=CONTEXT)
    random.shuffle(identity)
    random.shuffle(on)
    after = decide(*identity, on=on, context=CONTEXT)
    assert (before.outcome, before.refused_by) == (after.outcome, after.refused_by)


@given(LISTS, LISTS, st.sampled_from(["identity", "on", "boundary", "session"]))
def test_an_explicit_deny_always_wins(identity: Any, on: Any, where: str) -> None:
    groups: dict[str, Any] = {"on": on}
    if where == "identity":
        identity = [*identity, NO]
    else:
        groups[where] = [*groups.get(where, []), {**NO, "Principal": "*"} if where == "on" else NO]
    assert decide(*identity, **groups, context=CONTEXT).outcome is DENIED


@given(LISTS, LISTS, LISTS)
def test_a_statement_matches_when_its_elements_do(identity: Any, on: Any, boundary: Any) -> None:
    for item in decide(*identity, on=on, boundary=boundary, context=CONTEXT).statements:
        met = [
            True if part.matched is None and item.effect == "Deny" else part.matched for part in item.elements
        ]
        assert item.matched is (all(met) and item.effect != "")
