"""Policy documents in moto: its validators, with AWS's rules where moto has others."""

import json
from typing import Any

from moto.iam import models
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import (
    BaseIAMPolicyValidator,
    IAMPolicyDocumentValidator,
    IAMTrustPolicyDocumentValidator,
)

from lessons.aws.policies.policy import strings


class _WithNumbers(BaseIAMPolicyValidator):
    """Numbers in a condition need no quotes in AWS. moto has them quoted, in the copy that it checks."""

    @staticmethod
    def _validate_statement_syntax(statement: dict[str, Any]) -> None:
        json.dumps(statement, allow_nan=False)  # Python reads NaN and Infinity, which are not JSON
        for keys in statement.get("Condition", {}).values():
            keys.update({key: _quoted(value) for key, value in keys.items()})
        BaseIAMPolicyValidator._validate_statement_syntax(statement)


def _quoted(value: Any) -> Any:
    texts = strings(value)
    return list(texts) if texts else value


class _OfAnyVersion(BaseIAMPolicyValidator):
    """AWS asks for the new version in managed policies alone."""

    def _validate_version(self) -> None:
        """Whether AWS has such a version was checked with the syntax."""


class _OfNobody(BaseIAMPolicyValidator):
    """An identity-based policy is about whoever has it. This is said before resources are missed."""

    def validate(self) -> None:
        super().validate()
        if any({"Principal", "NotPrincipal"} & statement.keys() for statement in self._statements):
            raise MalformedPolicyDocument("Policy document should not specify a principal.")


class IdentityPolicy(IAMPolicyDocumentValidator, _OfNobody, _OfAnyVersion, _WithNumbers):
    """An inline policy of a user, group or role, or a session policy."""


class ManagedPolicy(IAMPolicyDocumentValidator, _OfNobody, _WithNumbers):
    """A version of a managed policy."""


class TrustPolicy(IAMTrustPolicyDocumentValidator, _OfAnyVersion, _WithNumbers):
    """Who may assume a role."""


def replace_validators() -> None:
    """moto's calls check by these from now on."""
    models.IAMPolicyDocumentValidator = IdentityPolicy  # type: ignore[misc] # moto has but its own
    models.IAMTrustPolicyDocumentValidator = TrustPolicy  # type: ignore[misc] # moto has but its own
