"""Policy documents in moto: its validators, with AWS's rules where moto has others."""

from moto.iam import models
from moto.iam.policy_validation import (
    BaseIAMPolicyValidator,
    IAMPolicyDocumentValidator,
    IAMTrustPolicyDocumentValidator,
)


class _OfAnyVersion(BaseIAMPolicyValidator):
    """AWS asks for the new version in managed policies alone."""

    def _validate_version(self) -> None:
        """Whether AWS has such a version was checked with the syntax."""


class IdentityPolicy(IAMPolicyDocumentValidator, _OfAnyVersion):
    """An inline policy of a user, group or role, or a session policy."""


class ManagedPolicy(IAMPolicyDocumentValidator):
    """A version of a managed policy."""


class TrustPolicy(IAMTrustPolicyDocumentValidator, _OfAnyVersion):
    """Who may assume a role."""


def replace_validators() -> None:
    """moto's calls check by these from now on."""
    models.IAMPolicyDocumentValidator = IdentityPolicy  # type: ignore[misc]
    models.IAMTrustPolicyDocumentValidator = TrustPolicy  # type: ignore[misc]
