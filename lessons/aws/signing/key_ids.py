"""Access key ids: at AWS the number of the account stands in them, so that a request finds its way."""

import base64
import binascii
from urllib.parse import parse_qs

from lessons.aws import budgets
from lessons.aws.arn import read_role_arn
from lessons.aws.http_messages import Request
from lessons.aws.signing import signatures

LENGTH = 20  # letters that tell the kind, then sixteen digits in base 32
KIND_LETTERS = 4  # AKIA, ASIA
ACCOUNT_DIGITS = 12


def account_of(access_key_id: str) -> str:
    """The account that an access key id belongs to (STS's GetAccessKeyInfo), or "" where it is none."""
    if len(access_key_id) != LENGTH:
        return ""
    try:
        number = int.from_bytes(base64.b32decode(access_key_id[KIND_LETTERS:]))
    except (binascii.Error, ValueError):
        return ""
    account = number >> 39 & (1 << 40) - 1
    return f"{account:0{ACCOUNT_DIGITS}}"


def claimed_account(request: Request) -> str:
    """The account a request claims to be for: its key's, or unsigned that of the role it asks for, or ""."""
    access_key_id, _ = signatures.claimed(request)
    if access_key_id:
        return account_of(access_key_id)
    if len(request.body) > budgets.BODY["sts"]:  # only STS takes a call without a key
        return ""
    role = parse_qs(request.body.decode(errors="replace"), max_num_fields=None).get("RoleArn", [""])[0]
    arn = read_role_arn(role)
    return arn.account_id if arn else ""
