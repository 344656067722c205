"""Every way in which a call can fail, and the answer in the service's own format."""

from lessons.aws.errors.common import CASES, MANUAL, NAMESPACES, AwsError

__all__ = ["CASES", "MANUAL", "NAMESPACES", "AwsError"]
