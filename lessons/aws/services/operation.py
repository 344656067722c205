"""What an operation of the sandbox is, whichever service has it, and one call of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from lessons.aws.arn import bucket_arn
from lessons.aws.services.parameters import Form, service_model

_NOT_SHOWN = ("Action", "Version")  # no parameters
_MAY_BE_EMPTY = ("prefix", "delimiter")  # a listing of S3 with an empty one is another one than without


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the sandbox: its IAM action, the parameters it takes, and what its success means.

    `parameters` is None where it takes all that AWS has. `done` ends the sentence that begins with why it was
    allowed. `open_to_all` operations need no permission. `subject` names the parameter that says which
    resource an operation of IAM is about. `unsigned` operations need no credentials: they bring a token.
    """

    name: str
    action: str
    parameters: frozenset[str] | None
    done: str
    open_to_all: bool = False
    subject: str = ""
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One call, understood. `operation` is None where AWS has it and the sandbox has not.

    `form` holds the parameters of the query protocol as they came; bucket, key and query are S3's, and so is
    `lacking`: what of the operation the sandbox has not, in words.
    """

    service: str
    name: str
    operation: Operation | None
    form: Form | None = None
    bucket: str = ""
    key: str = ""
    query: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lacking: str = ""

    @property
    def action(self) -> str:
        """The IAM action that is asked for. A request of S3 that the sandbox does not know has none."""
        if self.operation:
            return self.operation.action
        return "" if self.service == "s3" else f"{self.service}:{self.name}"

    @property
    def resource(self) -> str:
        """The ARN of what is asked for; "*" where an operation has no resource."""
        if self.service == "s3":
            return bucket_arn(self.bucket or "*", self.key)
        return self.given.get("RoleArn", "*")

    @property
    def given(self) -> dict[str, str]:
        """The parameters as they came, before anything is checked, and without any signature or secret."""
        place = {"Bucket": self.bucket, "Key": self.key}
        pairs = self.form.values if self.form else {**place, **self.query}
        left_out = {*_NOT_SHOWN, *_secret_parameters(self.service, self.name)}
        told = {name for name, value in pairs.items() if value or name in _MAY_BE_EMPTY}
        return {name: value for name, value in pairs.items() if name in told - left_out}


@lru_cache(maxsize=512)
def _secret_parameters(service: str, operation: str) -> frozenset[str]:
    """The parameters that botocore's model marks as sensitive: tokens, passwords, private keys."""
    model = service_model(service)
    if service == "s3" or operation not in model.operation_names:
        return frozenset()
    shape = model.operation_model(operation).input_shape
    members = shape.members.items() if shape else ()
    return frozenset(name for name, member in members if member.metadata.get("sensitive"))
