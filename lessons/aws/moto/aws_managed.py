"""The managed policies of AWS, of which moto carries the documents (AWS Managed Policy Reference Guide).

They have the shape of a customer managed policy in a world, and belong to the account "aws". All of them
would take thrice the room of moto's text, so each is read out of it when it is asked for.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data

ACCOUNT = "aws"
# What moto does not have: ids and descriptions, of those that lessons speak of.
_TOLD = {
    "AdministratorAccess": (
        "ANPAIWMBCKSKIEE64ZLYK",
        "Provides full access to AWS services and resources.",
    ),
    "AmazonS3FullAccess": (
        "ANPAIFIR6V6BVTRAHWINE",
        "Provides full access to all buckets via the AWS Management Console.",
    ),
    "AmazonS3ReadOnlyAccess": (
        "ANPAIZTJ4DXE7G6AGAE6M",
        "Provides read only access to all buckets via the AWS Management Console.",
    ),
    "IAMFullAccess": (
        "ANPAI7XKCFMBPM3QQRRVQ",
        "Provides full access to IAM via the AWS Management Console.",
    ),
    "IAMReadOnlyAccess": (
        "ANPAJKSO7NDY4T57MWDSQ",
        "Provides read only access to IAM via the AWS Management Console.",
    ),
}
# What people attach first, and the job functions (IAM User Guide, "AWS managed policies for job functions").
OFTEN_USED = (
    *_TOLD,
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecurityAudit",
    "job-function/Billing",
    "job-function/DatabaseAdministrator",
    "job-function/DataScientist",
    "job-function/NetworkAdministrator",
    "job-function/SupportUser",
    "job-function/SystemAdministrator",
    "job-function/ViewOnlyAccess",
)

_BEGIN = re.compile(r'\n "([^"]+)": *')  # of a policy, at the outermost level

Item = Mapping[str, Any]


@lru_cache(maxsize=1)
def _places() -> Mapping[str, int]:
    """Where each policy begins in the text, by its name."""
    return {found[1]: found.end() for found in _BEGIN.finditer(aws_managed_policies_data)}


@lru_cache(maxsize=512)
def find(name: str) -> Item | None:
    """A policy by its name, with the document of its default version."""
    place = _places().get(name)
    if place is None:
        return None
    found, _ = json.JSONDecoder().raw_decode(aws_managed_policies_data, place)
    return _item(name, found, json.dumps(found["Document"], indent=4))


@lru_cache(maxsize=1)
def listed() -> Mapping[str, Item]:
    """All policies by their names and in that order, without their documents."""
    read = json.loads(aws_managed_policies_data)
    return {name: _item(name, read[name], "") for name in sorted(read, key=str.lower)}


def _item(name: str, found: Mapping[str, Any], document: str) -> Item:
    version, (policy_id, description) = found["DefaultVersionId"], _TOLD.get(name, (_id_of(name), ""))
    created, updated = (found[key].replace("+00:00", "Z") for key in ("CreateDate", "UpdateDate"))
    return {
        "id": policy_id,
        "path": found["Path"],
        "created": created,
        "updated": updated,
        "description": description,
        "tags": {},
        "default": version,
        "versions": {version: {"document": document, "created": updated}},
    }


def _id_of(name: str) -> str:
    """An id for a policy whose own is not known: always the same one."""
    return "ANPA" + base64.b32encode(hashlib.sha256(name.encode()).digest())[:17].decode()
