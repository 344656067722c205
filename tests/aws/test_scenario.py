"""From a scenario to a world, and reading it."""

import base64
import json
import re

import pytest

from lessons.aws import World, build
from tests.aws.conftest import SCENARIO, allow


def test_the_same_seed_gives_the_same_world() -> None:
    assert build(SCENARIO, "seed") == build(SCENARIO, "seed")
    assert build(SCENARIO, "seed") != build(SCENARIO, "another")


def test_a_world_is_json() -> None:
    world = build(SCENARIO, 7)
    assert json.loads(json.dumps(world)) == world


def test_ids_look_like_those_of_aws() -> None:
    world = World(build(SCENARIO, 7))
    assert all(re.fullmatch(r"[1-9]\d{11}", account_id) for account_id in world.accounts)
    for user in world.users:
        assert re.fullmatch(r"AIDA[A-Z2-7]{17}", user.id)
        (key,) = user.access_keys
        assert re.fullmatch(r"AKIA[A-Z2-7]{16}", key.id)
        assert re.fullmatch(r"[A-Za-z0-9+/]{40}", key.secret)
    role = world.role(world.account_id("training") or "", "demo")
    assert role
    assert re.fullmatch(r"AROA[A-Z2-7]{17}", role.id)


def test_an_access_key_id_tells_its_account() -> None:
    for user in World(build(SCENARIO, 7)).users:
        number = int.from_bytes(base64.b32decode(user.access_keys[0].id[4:])[:6])
        assert f"{(number & 0x7FFFFFFFFF80) >> 7:012}" == user.account_id


def test_the_account_is_filled_in_wherever_it_is_named() -> None:
    document = build(SCENARIO, 7)
    text = json.dumps(document)
    assert "{training}" not in text
    assert "{other}" not in text
    world = World(document)
    assert world.bucket(f"reports-{world.account_id('training')}")


def test_a_policy_variable_is_left_alone() -> None:
    home = allow("s3:*", "arn:aws:s3:::home-{a}/${aws:username}/*")
    world = build({"accounts": {"a": {"users": {"u": {"policies": {"home": home}}}}}}, 7)
    assert "/${aws:username}/*" in json.dumps(world)


def test_a_role_needs_a_trust_policy() -> None:
    with pytest.raises(KeyError):
        build({"accounts": {"a": {"roles": {"demo": {}}}}}, 7)


def test_a_role_is_found_by_its_whole_arn() -> None:
    world = World(build(SCENARIO, 7))
    account = world.account_id("training")
    role = world.role_by_arn(f"arn:aws:iam::{account}:role/teams/twelve-hours")
    assert role
    assert role.max_session_seconds == 43200
    assert world.role_by_arn(f"arn:aws:iam::{account}:role/twelve-hours") is None
    assert world.role_by_arn("nonsense") is None


def test_what_is_not_there_is_none() -> None:
    world = World(build(SCENARIO, 7))
    assert world.account_id("nowhere") is None
    assert world.find_key("AKIAIOSFODNN7EXAMPLE") is None
    assert world.bucket("nowhere") is None
    assert World({}).users == ()


def test_a_bucket_policy_and_a_boundary_are_read() -> None:
    scenario = {
        "accounts": {
            "a": {
                "policies": {"limit": allow("s3:*")},
                "users": {"u": {"boundary": "arn:aws:iam::{a}:policy/limit"}},
                "buckets": {"b": {}},
                "bucket_policies": {"b": allow("s3:*", Principal="*")},
            }
        }
    }
    world = World(build(scenario, 7))
    bucket = world.bucket("b")
    assert world.users[0].boundary
    assert bucket
    assert [name for name, _ in bucket.policy] == ["bucket policy"]


def test_a_policy_is_text_in_the_order_of_its_author() -> None:
    statement = {"Sid": "Ümläut", "Resource": "*", "Effect": "Allow", "Action": "s3:*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    scenario = {"accounts": {"a": {"roles": {"r": {"trust": policy, "policies": {"p": policy}}}}}}
    (account,) = build(scenario, 7)["accounts"].values()
    for text in (account["roles"]["r"]["trust"], account["roles"]["r"]["policies"]["p"]):
        assert text == json.dumps(policy, indent=2, ensure_ascii=False)
        assert "Ümläut" in text


def test_each_account_has_an_administrator_who_is_none_of_its_users() -> None:
    world = World(build({"accounts": {"training": {}, "partner": {}}}, 1))
    assert not world.users
    assert [user.account_id for user in world.administrators] == list(world.accounts)
    for administrator in world.administrators:
        assert administrator.arn == f"arn:aws:iam::{administrator.account_id}:user/sandbox/admin"
        found = world.find_key(administrator.credentials.access_key_id)
        assert found
        assert found[0] == administrator
