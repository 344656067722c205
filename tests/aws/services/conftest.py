"""IAM as an administrator calls it."""

import json
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, allow

ALL = json.dumps(allow("*"))
LIST = json.dumps(allow("s3:ListBucket"))
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture
def iam(sandbox: Sandbox) -> Any:
    """A client of carol's, who may do everything."""
    return sandbox.client("iam", "carol")


@pytest.fixture
def s3(sandbox: Sandbox) -> Any:
    """A client of carol's, who may do everything."""
    return sandbox.client("s3", "carol")


def arn(sandbox: Sandbox, resource: str) -> str:
    """The ARN of something of the training account in IAM."""
    return f"arn:aws:iam::{sandbox.account()}:{resource}"
