"""One plain sentence for a student: why it was allowed, or why not."""

from dataclasses import replace
from typing import Any

import pytest

from tests.aws.policies.questions import (
    ACCOUNT_ARN,
    ALICE,
    HERE,
    NO,
    OBJECT,
    ROLE,
    SESSION,
    THERE,
    USER_ARN,
    YES,
    all_but,
    by,
    decide,
    statement,
)

ASSUME: dict[str, Any] = {"action": "sts:AssumeRole", "resource": ROLE}
ELSEWHERE: dict[str, Any] = {**ASSUME, "resource": ROLE.replace(HERE, THERE), "account": THERE}

SENTENCES = [
    (
        (),
        {**ASSUME, "on": (by(USER_ARN),)},
        "The role's trust policy names alice, and in the same account that is enough.",
    ),
    (
        (YES,),
        {**ASSUME, "on": (by(ACCOUNT_ARN),)},
        f"The role's trust policy trusts the account {HERE}, "
        "and alice has a policy that allows sts:AssumeRole.",
    ),
    (
        (),
        {**ASSUME, "on": (by({"AWS": THERE}),)},
        "The role's trust policy does not let alice in: no statement in it names alice, so STS refused.",
    ),
    (
        (),
        {**ASSUME, "on": (YES,)},  # which names nobody, as it has no Principal
        "The role's trust policy does not let alice in: no statement in it names alice, so STS refused.",
    ),
    (
        (),
        {**ASSUME, "on": (by(USER_ARN, Condition={"StringEquals": {"sts:ExternalId": "k7"}}),)},
        "The role's trust policy does not let alice in: its condition on sts:ExternalId expects k7, "
        "and the request had none, so STS refused.",
    ),
    (
        (),
        {**ASSUME, "on": (by(USER_ARN, action="sts:TagSession"),)},
        "The role's trust policy does not let alice in: its Action expects sts:TagSession, "
        "and the request had sts:AssumeRole, so STS refused.",
    ),
    (
        (),
        {**ASSUME, "on": (by(ACCOUNT_ARN),)},
        f"The role's trust policy trusts the account {HERE}, which leaves the choice to that account; "
        "but no policy of alice allows sts:AssumeRole on role/target.",
    ),
    (
        (),
        {**ELSEWHERE, "on": (by(USER_ARN),)},
        "The role is in another account and trusts alice, but across accounts both sides must allow, "
        "and no policy of alice allows sts:AssumeRole on role/target.",
    ),
    ((YES,), {}, "alice has a policy that allows s3:GetObject on reports/q1.csv."),
    (
        (YES,),
        {"principal": SESSION},
        "The role demo has a policy that allows s3:GetObject on reports/q1.csv.",
    ),
    (
        (YES,),
        {"principal": replace(SESSION, issuer_arn=f"arn:aws:iam::{HERE}:role/teams/data/demo")},
        "The role demo has a policy that allows s3:GetObject on reports/q1.csv.",
    ),
    (
        (),
        {"principal": SESSION, "on": (by({"AWS": SESSION.arn}),)},
        "The resource's own policy names this very session, and in the same account that is enough.",
    ),
    (
        (),
        {"principal": SESSION, "on": (by({"AWS": SESSION.issuer_arn}),)},
        "The resource's own policy names the role demo, and in the same account that is enough.",
    ),
    (
        (YES,),
        {"on": (by(USER_ARN),), "account": THERE},
        "The resource's own policy names alice, and alice has a policy that allows s3:GetObject.",
    ),
    (
        (statement(action="s3:PutObject", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),),
        {},
        "No policy of alice allows s3:GetObject on reports/q1.csv, and what nobody allows is refused.",
    ),
    (
        (statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}), YES),
        {"boundary": ()},
        "A policy of alice may allow s3:GetObject, but the permissions boundary does not, "
        "and nobody gets past their boundary.",
    ),
    (
        (),
        {"principal": SESSION},
        "No policy of the role demo allows s3:GetObject on reports/q1.csv, "
        "and what nobody allows is refused.",
    ),
    (
        (YES,),
        {"boundary": ()},
        "A policy of alice may allow s3:GetObject, but the permissions boundary does not, "
        "and nobody gets past their boundary.",
    ),
    (
        (YES,),
        {"principal": SESSION, "session": ()},
        "The session policy given when the credentials were issued does not allow s3:GetObject: "
        "a session can do less than the role demo, never more.",
    ),
    (
        (YES,),
        {"account": THERE},
        "reports/q1.csv belongs to another account, and its own policy does not let alice in: "
        "across accounts both sides must allow.",
    ),
    (
        (YES,),
        {"scp": ()},
        f"The organization draws a line around the account {HERE}, and no service control policy allows "
        "s3:GetObject inside it, whatever the policies of alice say.",
    ),
    (
        (YES,),
        {"scp": {"Root": (YES,), "Workloads": (statement(action="iam:*"),), "training": ()}},
        "At every level of an organization, from its root to the account, a service control policy must "
        "allow it, and at Workloads none allows s3:GetObject, whatever the policies of alice say.",
    ),
    (
        (YES,),
        {"principal": SESSION, "rcp": {"Root": ()}},
        "At every level of an organization, from its root to the account, a resource control policy must "
        "allow it, and at Root none allows s3:GetObject, whatever the policies of the role demo say.",
    ),
    (
        (YES,),
        {"scp": {"Root": (YES,), "Workloads": (YES, NO)}},
        "Statement 2 of the policy “scp” (service control policy) denies s3:GetObject on reports/q1.csv, "
        "and a deny always wins over any allow.",
    ),
    (
        (statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),),
        {},
        "The policy “identity” (identity-based policy) would allow s3:GetObject on reports/q1.csv, but its "
        "condition on aws:MultiFactorAuthPresent expects true, and the request had none, "
        "and what nobody allows is refused.",
    ),
    (
        (statement(Condition={"StringEquals": {"aws:TagKeys": ["x", "y"]}}),),
        {"context": {"aws:TagKeys": ("a", "b")}},
        "The policy “identity” (identity-based policy) would allow s3:GetObject on reports/q1.csv, but its "
        "condition on aws:TagKeys expects x or y, and the request had a, b, "
        "and what nobody allows is refused.",
    ),
    (
        (statement(Condition={"Like": {"aws:x": ["a", "b"]}}),),
        {},
        "The policy “identity” (identity-based policy) would allow s3:GetObject on reports/q1.csv, but its "
        "condition on aws:x expects a or b, and the request had none, and what nobody allows is refused.",
    ),
    (
        (statement(Condition={"DateLessThan": {"aws:CurrentTime": "tomorrow"}}),),
        {},
        "The policy “identity” (identity-based policy) would allow s3:GetObject on reports/q1.csv, but its "
        "condition on aws:CurrentTime expects tomorrow, and the request had none, "
        "and what nobody allows is refused.",
    ),
    (
        (statement(Condition={"Like": {}}),),
        {},
        "The policy “identity” (identity-based policy) would allow s3:GetObject on reports/q1.csv, but its "
        "condition on Like expects nothing that can be read, and the request had none, "
        "and what nobody allows is refused.",
    ),
    (
        (),
        {**ASSUME, "on": ({"Effect": "Perhaps", "Principal": USER_ARN, "Action": "*"},)},
        "The role's trust policy does not let alice in: no statement in it names alice, so STS refused.",
    ),
    (
        (YES, NO),
        {},
        "Statement 2 of the policy “identity” (identity-based policy) denies s3:GetObject on reports/q1.csv, "
        "and a deny always wins over any allow.",
    ),
    (
        (statement("Deny", Sid="NoReading"),),
        {},
        "The statement “NoReading” of the policy “identity” (identity-based policy) denies s3:GetObject "
        "on reports/q1.csv, and a deny always wins over any allow.",
    ),
    (
        (YES,),
        {"on": all_but(ALICE.arn)},
        "Statement 1 of the policy “resource” (resource-based policy) denies s3:GetObject on reports/q1.csv "
        "to all but those whom its NotPrincipal names in full, and for alice it would have to name "
        f"{HERE} too.",
    ),
    (
        (YES,),
        {"principal": SESSION, "on": all_but(f"arn:aws:iam::{HERE}:root")},
        "Statement 1 of the policy “resource” (resource-based policy) denies s3:GetObject on reports/q1.csv "
        "to all but those whom its NotPrincipal names in full, and for demo/session1 it would have to name "
        f"{SESSION.arn} and {SESSION.issuer_arn} too.",
    ),
    (
        (YES,),
        {"principal": SESSION, "on": all_but(SESSION.arn, str(SESSION.issuer_arn), HERE), "boundary": (YES,)},
        "Statement 1 of the policy “resource” (resource-based policy) denies s3:GetObject on reports/q1.csv "
        "to all but those whom its NotPrincipal names, and NotPrincipal never spares anybody with a "
        "permissions boundary, as the role demo has.",
    ),
    (
        (),
        {**ASSUME, "on": (by({"AWS": [f"arn:aws:iam::{HERE}:user/bob", "AIDA2222333344445555"]}),)},
        "The role's trust policy does not let alice in: no statement in it names alice, "
        "and AIDA2222333344445555, whom it names, was deleted, so STS refused.",
    ),
    (
        (),
        {**ASSUME, "on": all_but(THERE, effect="Allow")},
        "The role's trust policy does not let alice in: "
        "its NotPrincipal stands with Allow, which lets nobody in, so STS refused.",
    ),
    # A resource control policy draws a line, and lets nobody in.
    ((YES,), {"rcp": (by("*"),)}, "alice has a policy that allows s3:GetObject on reports/q1.csv."),
    (
        (YES,),
        {**ASSUME, "on": (by(ACCOUNT_ARN),), "rcp": (by("*", action="*"),)},
        f"The role's trust policy trusts the account {HERE}, "
        "and alice has a policy that allows sts:AssumeRole.",
    ),
    (
        (),
        {
            **ASSUME,
            "on": (*all_but(THERE, effect="Allow"), by(USER_ARN, Condition={"Bool": {"aws:x": "true"}})),
        },
        "The role's trust policy does not let alice in: its condition on aws:x expects true, "
        "and the request had none, so STS refused.",
    ),
]


@pytest.mark.parametrize(("identity", "more", "sentence"), SENTENCES)
def test_the_reason_is_one_plain_sentence(identity: Any, more: dict[str, Any], sentence: str) -> None:
    assert decide(*identity, **more).reason == sentence


def test_the_examples_are_about_one_user_and_one_object() -> None:
    assert ALICE.name == "alice"
    assert OBJECT.endswith("reports/q1.csv")
