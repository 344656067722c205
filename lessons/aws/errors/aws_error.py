"""The error that a call ends with, and its body in the service's own format."""

import json

from lessons.aws.errors import common, iam, s3, s3_forms, s3_tags, sandbox, sts
from lessons.aws.policies.decision import Decision
from lessons.aws.xml_text import escaped

_TABLES = (common, sts, iam, s3, s3_forms, s3_tags, sandbox)
FAILURES = {name: failure for table in _TABLES for name, failure in table.FAILURES.items()}
NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "fault": "http://webservices.amazon.com/AWSFault/2005-15-09",
}
FIRST_OF_SERVER = 500  # the first HTTP status that is the service's own fault
MANUAL = "https://aws.amazon.com/iam"  # where a call without an Action is sent


class AwsError(Exception):
    """A call that AWS answers with an error: a row of `FAILURES`, whose words the facts fill in."""

    def __init__(self, failure: str, service: str, **facts: object) -> None:
        self.failure, self.service, self.facts = FAILURES[failure], service, {"service": service, **facts}
        words = self.failure.s3 if service == "s3" and self.failure.s3 else self.failure.words
        self.code, self.status = words.code, words.status
        self.message = words.message.format_map(self.facts)
        self.why = self.failure.why.format_map(self.facts)
        self.decision: Decision | None = None  # what `evaluate` said, where that is why
        super().__init__(f"{self.code}: {self.message}")

    def body(self, request_id: str, host_id: str) -> bytes:
        """The error in the service's own format: XML, or JSON where `service` is "json"."""
        if self.service == "json":
            return json.dumps({"__type": self.code, "message": self.message}).encode()
        return _s3(self, request_id, host_id) if self.service == "s3" else _query(self, request_id)


def _element(name: str, text: object) -> str:
    return f"<{name}>{escaped(text)}</{name}>"


def _query(error: AwsError, request_id: str) -> bytes:
    namespace = NAMESPACES["fault" if error.code == "InvalidAction" else error.service]
    whose = "Receiver" if error.status >= FIRST_OF_SERVER else "Sender"
    inner = "".join(
        f"    {_element(name, text)}\n"
        for name, text in (("Type", whose), ("Code", error.code), ("Message", error.message))
        if text or name != "Message"
    )
    return (
        f'<ErrorResponse xmlns="{namespace}">\n  <Error>\n{inner}  </Error>\n'
        f"  {_element('RequestId', request_id)}\n</ErrorResponse>\n"
    ).encode()


def _s3(error: AwsError, request_id: str, host_id: str) -> bytes:
    parts = (
        ("Code", error.code),
        ("Message", error.message),
        *((name, error.facts[name]) for name in error.failure.details if name in error.facts),
        ("RequestId", request_id),
        ("HostId", host_id),
    )
    inner = "".join(_element(name, text) for name, text in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode()
