"""The ids of an organization, which nobody here meets but in the ARN of a policy that denies.

They are made up, from the accounts that are its members: so they stay the same, and nothing has to keep them.
"""

from collections.abc import Iterable
from hashlib import sha256

_TYPES = {"scps": "service_control_policy", "rcps": "resource_control_policy"}


def control_policy_arn(members: Iterable[str], kind: str, name: str) -> str:
    """The ARN of a policy, of a kind ("scps" or "rcps"), in the organization of some accounts.

    Service Authorization Reference, "Resource types defined by AWS Organizations": it names the management
    account, the organization and the policy by their ids.
    """
    all_members = " ".join(sorted(members))
    policy = f"{all_members} {kind} {name}"
    management = f"{int(_drawn(all_members, 16), 16) % 10**12:012}"
    return (
        f"arn:aws:organizations::{management}:policy/o-{_drawn(all_members, 10)}/{_TYPES[kind]}/"
        f"p-{_drawn(policy, 8)}"
    )


def _drawn(text: str, length: int) -> str:
    """Letters and digits that are always the same for a text."""
    return sha256(text.encode()).hexdigest()[:length]
