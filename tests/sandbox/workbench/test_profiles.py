"""The profiles that a learner pastes: whose keys, which roles, and what these ask for."""

from __future__ import annotations

import copy
from configparser import ConfigParser
from typing import Any

from lessons import aws
from lessons.sandbox.workbench.profiles import config_file
from tests.sandbox.conftest import ACCOUNT, DEMO, policy

ENDPOINT = "https://learn.example/aws"
TRUSTED = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
WITH_MFA = policy(**TRUSTED, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
WITH_ID = policy(**TRUSTED, Condition={"StringEquals": {"sts:ExternalId": "4711"}})
OF_A_SERVICE = policy(Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole")


def profiles(
    roles: dict[str, Any], who: str = "alice", *, secret: bool = True, without: str = ""
) -> ConfigParser:
    """What is printed for a user, as AWS's clients read it; every user but one has an MFA device."""
    document = copy.deepcopy(DEMO)
    training = document["accounts"]["training"]
    training["roles"] |= {name: {"trust": trust} for name, trust in roles.items()}
    built = aws.build(document, "profiles")
    [account] = built["accounts"].values()
    devices = account["mfa_devices"]
    account["mfa_devices"] = {serial: one for serial, one in devices.items() if one["user"] != without}
    world = aws.World(built)
    user = next(user for user in world.users if user.name == who)
    parsed = ConfigParser(interpolation=None)
    parsed.read_string(config_file(user, world, ENDPOINT, secret=secret))
    return parsed


def test_the_first_profile_has_the_keys() -> None:
    own = profiles({})["profile learnsts"]
    assert own["aws_access_key_id"].startswith("AKIA")
    assert len(own["aws_secret_access_key"]) == 40


def test_the_secret_is_hidden_until_it_is_asked_for() -> None:
    assert set(profiles({}, secret=False)["profile learnsts"]["aws_secret_access_key"]) == {"•"}


def test_every_profile_calls_the_sandbox() -> None:
    read = profiles({"careful": WITH_MFA})
    assert {read[name]["endpoint_url"] for name in read.sections()} == {ENDPOINT}


def test_a_role_is_assumed_with_the_keys_of_the_first() -> None:
    demo = profiles({})["profile learnsts-demo"]
    assert demo["role_arn"].endswith(":role/demo")
    assert demo["source_profile"] == "learnsts"
    assert not {"external_id", "mfa_serial"} & set(demo)


def test_an_external_id_that_a_role_asks_for_is_brought() -> None:
    assert profiles({"vendor": WITH_ID})["profile learnsts-vendor"]["external_id"] == "4711"


def test_the_device_is_brought_by_whose_it_is() -> None:
    for who in ("alice", "auditor"):
        careful = profiles({"careful": WITH_MFA}, who)["profile learnsts-careful"]
        assert careful["mfa_serial"].endswith(f":mfa/{who}")


def test_who_has_no_device_brings_none() -> None:
    assert "mfa_serial" not in profiles({"careful": WITH_MFA}, without="alice")["profile learnsts-careful"]


def test_a_role_of_a_service_is_nobodys() -> None:
    assert "profile learnsts-machine" not in profiles({"machine": OF_A_SERVICE})


def test_roles_of_one_name_in_two_accounts_have_a_profile_each() -> None:
    document = copy.deepcopy(DEMO)
    document["accounts"]["other"] = {"roles": {"demo": {"trust": policy(**TRUSTED)}}}
    world = aws.World(aws.build(document, "profiles"))
    parsed = ConfigParser(interpolation=None)
    parsed.read_string(config_file(world.users[0], world, ENDPOINT))
    for account in ("training", "other"):
        assert world.account_id(account) in parsed[f"profile learnsts-{account}-demo"]["role_arn"]
