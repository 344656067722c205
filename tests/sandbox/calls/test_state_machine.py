"""A sandbox through any series of calls, in two processes that may restart: nothing acknowledged is lost,
and no dead credential answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.sts.models import sts_backends

from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.aws.moto import cloud
from lessons.sandbox.calls import clock, execution
from lessons.sandbox.models import Event, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox, start_over
from tests.sandbox.conftest import policy, trusting
from tests.sizes import size

ROLES = ("reader", "writer")
GRANTED = policy(Action=["s3:*", "sts:*"], Resource="*")
TRUST = trusting("root")
OLDER = "AWSRevokeOlderSessions"
WORLD = {
    "accounts": {
        "training": {
            "users": {"carol": {"policies": {"everything": policy(Action="*", Resource="*")}}},
            "roles": {name: {"trust": TRUST, "policies": {"all": GRANTED}} for name in ROLES},
            "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        }
    }
}
OURS = (cloud._built, cloud._sizes, cloud._used)
MOTOS = (iam_backends, s3_backends, sts_backends)

Memory = dict[str, tuple[list[Any], list[Any]]]  # what a process has of each account, in OURS and in MOTOS


def taken() -> Memory:
    """All that this process remembers, which is forgotten here."""
    return {
        account: (
            [part.pop(account, None) for part in OURS],
            [dict.pop(part, account, None) for part in MOTOS],
        )
        for account in list(cloud._built)
    }


def put_back(memory: Memory) -> None:
    for account, (ours, motos) in memory.items():
        for part, kept in zip(OURS, ours, strict=True):
            part[account] = kept
        for backends, backend in zip(MOTOS, motos, strict=True):
            if backend is not None:
                dict.__setitem__(backends, account, backend)


@dataclass
class Lent:
    """Credentials that were issued, and what has become of them as AWS would have it."""

    credentials: aws.Credentials
    role: str
    expires_at: datetime
    number: int
    gone: bool = False  # with the role, or with the whole copy of the scenario
    revoked: bool = False


class Machine(RuleBasedStateMachine):
    """A sandbox beside a model of it: the objects, the roles, the credentials, how many calls there were."""

    @initialize()
    def begin(self) -> None:
        scenario, _ = Scenario.objects.get_or_create(slug="machine", title="Machine", document=WORLD)
        user = User.objects.create_user(f"machine{User.objects.count()}")
        self.pk = open_sandbox(user, scenario).pk
        self.elsewhere: Memory = {}
        self.dead: list[aws.Credentials] = []  # of earlier copies
        self._afresh()

    def _afresh(self) -> None:
        self.objects = {"q1.csv": b"region,sales\n"}
        self.roles = set(ROLES)
        self.lent: list[Lent] = []
        self.calls = 0

    # -- what the machine works with ----------------------------------------------------------------------

    @property
    def sandbox(self) -> Sandbox:
        """As the database has it."""
        return Sandbox.objects.get(pk=self.pk)

    @property
    def world(self) -> aws.World:
        return aws.World(self.sandbox.world)

    @property
    def account(self) -> str:
        return next(iter(self.world.accounts))

    @property
    def place(self) -> dict[str, str]:
        return {"Bucket": f"reports-{self.account}"}

    @property
    def carol(self) -> aws.Credentials:
        return self.world.users[0].credentials

    def arn(self, role: str) -> str:
        return f"arn:aws:iam::{self.account}:role/{role}"

    def client(self, service: str, keys: aws.Credentials) -> Any:
        def send(request: aws.Request) -> aws.Response:
            try:
                return execution.call(self.pk, request, Event.Source.CLIENT).response
            except execution.StrangerError as stranger:
                self.calls -= 1
                return stranger.response

        return aws.client(service, keys, send)

    def answer(self, call: Callable[..., Any], **parameters: Any) -> Any:
        """What a call gives, or the code of its error. It is counted, for it was acknowledged."""
        self.calls += 1
        try:
            return call(**parameters)
        except ClientError as error:
            return str(error.response["Error"]["Code"])

    def lives(self, lent: Lent) -> bool:
        return not lent.gone and self.sandbox.now() < lent.expires_at

    def assume(self, keys: aws.Credentials, role: str, seconds: int) -> Any:
        sts = self.client("sts", keys)
        asked = {"RoleArn": self.arn(role), "RoleSessionName": "s1", "DurationSeconds": seconds}
        return self.answer(sts.assume_role, **asked)

    def keep(self, answer: Any, role: str) -> None:
        issued = answer["Credentials"]
        keys = aws.Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
        self.lent.append(Lent(keys, role, issued["Expiration"], self.calls))

    # -- what learners do ---------------------------------------------------------------------------------

    @rule(role=st.sampled_from(ROLES), seconds=st.sampled_from([900, 3600]))
    def assume_a_role(self, role: str, seconds: int) -> None:
        answer = self.assume(self.carol, role, seconds)
        if role in self.roles:
            self.keep(answer, role)
        else:
            assert answer == "AccessDenied"

    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def chain(self, data: st.DataObject, role: str) -> None:
        if not self.lent:
            return
        lent = data.draw(st.sampled_from(self.lent))
        allowed = self.lives(lent) and not lent.revoked and role in self.roles
        answer = self.assume(lent.credentials, role, 900)
        if allowed:
            self.keep(answer, role)
        else:
            assert answer in ("AccessDenied", "ExpiredToken", "InvalidClientTokenId")

    @rule(data=st.data())
    def use(self, data: st.DataObject) -> None:
        """Every credential answers for as long as it lives, and not once afterwards."""
        for keys in self.dead[-2:]:
            assert isinstance(self.answer(self.client("sts", keys).get_caller_identity), str)
        if not self.lent:
            return
        lent = data.draw(st.sampled_from(self.lent))
        lives = self.lives(lent)
        who = self.answer(self.client("sts", lent.credentials).get_caller_identity)
        assert isinstance(who, dict) == lives
        read = self.answer(self.client("s3", lent.credentials).list_objects_v2, **self.place)
        assert isinstance(read, dict) == (lives and not lent.revoked)

    @rule(key=st.sampled_from("abc"), body=st.binary(max_size=9), elsewhere=st.booleans())
    def store(self, key: str, body: bytes, elsewhere: bool) -> None:
        self.change_over() if elsewhere else None
        stored = self.answer(self.client("s3", self.carol).put_object, **self.place, Key=key, Body=body)
        assert isinstance(stored, dict)
        self.objects[key] = body

    @rule(key=st.sampled_from("abc"))
    def delete(self, key: str) -> None:
        deleted = self.answer(self.client("s3", self.carol).delete_object, **self.place, Key=key)
        assert isinstance(deleted, dict)
        self.objects.pop(key, None)

    @rule(key=st.sampled_from("abc"), elsewhere=st.booleans())
    def read(self, key: str, elsewhere: bool) -> None:
        self.change_over() if elsewhere else None
        read = self.answer(self.client("s3", self.carol).get_object, **self.place, Key=key)
        found = read if isinstance(read, str) else read["Body"].read()
        assert found == self.objects.get(key, "NoSuchKey")

    @rule(seconds=st.sampled_from([300, 900, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.skip(seconds)

    def skip(self, seconds: int) -> None:
        assert clock.skip(self.sandbox, seconds)
        self.calls += 1

    @rule(role=st.sampled_from(ROLES))
    def revoke(self, role: str) -> None:
        """As the console does: who has older credentials is denied everything."""
        if role not in self.roles:
            return
        self.skip(1)  # for the time of issue is in whole seconds
        condition = {"DateLessThan": {"aws:TokenIssueTime": f"{self.sandbox.now():%Y-%m-%dT%H:%M:%SZ}"}}
        statement = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        put = self.client("iam", self.carol).put_role_policy
        answer = self.answer(put, RoleName=role, PolicyName=OLDER, PolicyDocument=text)
        assert isinstance(answer, dict)
        for lent in self.lent:
            lent.revoked |= lent.role == role

    @rule(role=st.sampled_from(ROLES))
    def delete_a_role(self, role: str) -> None:
        if role not in self.roles:
            return
        iam = self.client("iam", self.carol)
        for name in ("all", OLDER):
            self.answer(iam.delete_role_policy, RoleName=role, PolicyName=name)
        assert isinstance(self.answer(iam.delete_role, RoleName=role), dict)
        self.roles.discard(role)
        for lent in self.lent:
            lent.gone |= lent.role == role

    @rule(role=st.sampled_from(ROLES))
    def make_a_role_again(self, role: str) -> None:
        """Another one of the same name, which revives nothing."""
        if role in self.roles:
            return
        iam, trust = self.client("iam", self.carol), json.dumps(TRUST).replace("{training}", self.account)
        made = self.answer(iam.create_role, RoleName=role, AssumeRolePolicyDocument=trust)
        assert isinstance(made, dict)
        granted = {"RoleName": role, "PolicyName": "all", "PolicyDocument": json.dumps(GRANTED)}
        assert isinstance(self.answer(iam.put_role_policy, **granted), dict)
        self.roles.add(role)

    @rule()
    def start_over(self) -> None:
        self.dead += [lent.credentials for lent in self.lent]
        start_over(self.sandbox)
        self._afresh()

    @rule(data=st.data())
    def guess(self, data: st.DataObject) -> None:
        """Somebody who has read the id of a key."""
        keys = data.draw(st.sampled_from([self.carol, *(lent.credentials for lent in self.lent)]))
        guessed = aws.Credentials(keys.access_key_id, "x" * 40, keys.session_token)
        assert isinstance(self.answer(self.client("sts", guessed).get_caller_identity), str)

    # -- what servers do ----------------------------------------------------------------------------------

    @rule()
    def restart(self) -> None:
        cloud.evict(list(cloud._built))

    @rule()
    def change_over(self) -> None:
        """From now on the other process answers, which remembers what it last saw."""
        memory = taken()
        put_back(self.elsewhere)
        self.elsewhere = memory

    def teardown(self) -> None:
        """Let both processes end."""
        for _ in range(2):
            cloud.evict(list(cloud._built))
            put_back(self.elsewhere)
            self.elsewhere = {}

    # -- what holds all the time --------------------------------------------------------------------------

    @invariant()
    def every_object_is_there(self) -> None:
        bucket = self.world.accounts[self.account]["buckets"][self.place["Bucket"]]["objects"]
        assert bucket.keys() == self.objects.keys()

    @invariant()
    def every_call_that_is_to_be_kept_is_there(self) -> None:
        """The newest, and those whose credentials live."""
        now, sandbox = self.sandbox.now(), self.sandbox
        stored = set(sandbox.events.values_list("number", flat=True))
        assert sandbox.last_number == self.calls
        newest = set(range(max(1, self.calls - budgets.EVENTS + 1), self.calls + 1))
        living = {lent.number for lent in self.lent if now < lent.expires_at}
        assert newest | living <= stored
        assert len(stored) <= budgets.EVENTS + len(self.lent)


@pytest.mark.no_cover  # at random and for long: measuring doubles its time
@pytest.mark.django_db
@pytest.mark.usefixtures("at_any_pace")
def test_nothing_acknowledged_is_lost_and_nothing_dead_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "EVENTS", 4)
    monkeypatch.setattr(execution, "FORGOTTEN_AT_ONCE", 1)
    chosen = settings(max_examples=size(10, 300), stateful_step_count=size(30, 80))
    run_state_machine_as_test(Machine, settings=chosen)
