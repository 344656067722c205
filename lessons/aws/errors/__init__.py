"""Every way in which a call can fail: AWS's code, status and words, and one sentence for a student.

A table for each service, each answer with its source beside it.
"""

from lessons.aws.errors.aws_error import FAILURES, MANUAL, NAMESPACES, AwsError

__all__ = ["FAILURES", "MANUAL", "NAMESPACES", "AwsError"]
