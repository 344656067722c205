"""Policy documents in moto, which checks none: by then they were checked by our own rules."""

from moto.iam import models


class _Unchecked:
    """A document that moto takes as it is."""

    def __init__(self, document: str) -> None:
        self.document = document

    def validate(self) -> None:
        """There is nothing left to check."""


def replace_validators() -> None:
    """moto's calls check nothing from now on."""
    models.IAMPolicyDocumentValidator = _Unchecked  # type: ignore[assignment, misc] # moto has but its own
    models.IAMTrustPolicyDocumentValidator = _Unchecked  # type: ignore[assignment, misc] # moto has but its own
