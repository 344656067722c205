"""What a call costs on the largest world that a sandbox may have, against one that only has its scenario."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.bench.measure import Timings, side_by_side
from tests.bench.servers import client, role
from tests.browser.served import Served

ROUNDS = 50  # within what the pace of a sandbox lets through at once
# Opens two sandboxes of the course's own scenario and fills one: users and policies as many as there may be,
# and objects up to the last byte but a few. Prints of each alice's and the administrator's keys.
OPEN = """
import json, random
from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.sandbox.models.sandboxes import Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox

def text(length):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789 ,;\\n", k=length))

def fill(world, account):
    user, policies = account["users"]["alice"], account["policies"]
    for number in range(budgets.ENTITIES - len(account["users"])):
        account["users"][f"user{number}"] = {**user, "id": f"AIDA{number}", "access_keys": []}
    buckets = [f"arn:aws:s3:::bucket-{number}/*" for number in range(25)]
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": buckets}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    for number in range(budgets.ENTITIES - len(policies)):
        versions = {"v1": {"document": document, "created": user["created"]}}
        policies[f"policy{number}"] = {"id": f"ANPA{number}", "path": "/", "created": user["created"],
            "updated": user["created"], "tags": {}, "description": "", "default": "v1", "versions": versions}
    objects = next(iter(account["buckets"].values()))["objects"]
    old = next(iter(objects.values()))
    while (left := budgets.WORLD - len(json.dumps(world)) - 1_000) > 0:
        objects[f"object{len(objects)}"] = {**old, "body": text(min(left, 8_000))}

told = []
for name in ("small", "large"):
    sandbox = open_sandbox(User.objects.create_user(name), Scenario.objects.get(slug="demo"))
    account_id, account = next(iter(sandbox.world["accounts"].items()))
    if name == "large":
        fill(sandbox.world, account)
        sandbox.save()
    world = aws.World(sandbox.world)
    alice = next(user for user in world.users if user.name == "alice").credentials
    admin = world.administrators[0].credentials
    bucket = next(iter(account["buckets"]))
    told.append([account_id, bucket, *((key.access_key_id, key.secret_access_key) for key in (alice, admin))])
print("OPENED" + json.dumps(told))
"""


def calls(
    endpoint: str, account: str, bucket: str, alice: list[str], admin: list[str]
) -> dict[str, Callable[[], Any]]:
    """What is called in a sandbox: to read it, to store an event with credentials, to write it."""
    sts, s3 = client(endpoint, *alice), client(endpoint, *admin, service="s3")
    return {
        "GetCallerIdentity": sts.get_caller_identity,
        "AssumeRole": lambda: sts.assume_role(**role(account)),
        "PutObject": lambda: s3.put_object(Bucket=bucket, Key="notes.txt", Body=b"I was here.\n"),
    }


def small_and_large(site: Served) -> Mapping[str, tuple[Timings, Timings]]:
    """The timings of each call, on the small world and on the large one."""
    told = json.loads(site.manage("shell", "-v0", "-c", OPEN).partition("OPENED")[2])
    small, large = (calls(f"{site.url}/aws", *item) for item in told)
    found = {}
    for name in small:
        taken = side_by_side({"small": small[name], "large": large[name]}, ROUNDS)
        found[name] = (taken["small"], taken["large"])
    return found
