"""The signature of an upload by a form: what is signed is its policy, as sent, in either version.

Amazon S3 API Reference, "Calculating a signature" of browser-based uploads. The order of checks is that of
live answers: the fields are there, the signature fits, then what the policy says.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import urlencode

from botocore.auth import HmacV1Auth, SigV4Auth
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws.arn import REGION
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.signing import form_policy, mismatch, presigned, sigv4
from lessons.aws.signing.form import Form, missing, object_url

# The fields of either version, in the order in which S3 misses them.
_VERSION_4 = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "Policy")
_VERSION_2 = ("AWSAccessKeyId", "Signature", "Policy")
_HEADERS = ("cache-control", "content-type", "content-disposition", "content-encoding", "expires")


class Scope(NamedTuple):
    """The parts of a credential of Version 4."""

    access_key_id: str
    day: str
    region: str
    service: str
    end: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What a form is signed with. Version 2 has no `scope`."""

    access_key_id: str
    signature: str
    form: Form
    scope: Scope | None

    def check_scope(self, request: Request, service: str) -> None:
        """Whether the credential of Version 4 is for the region of the bucket."""
        if self.scope and self.scope.region != REGION:
            facts = {"ArgumentName": "X-Amz-Credential", "ArgumentValue": "/".join(self.scope)}
            raise AwsError("form region", service, given=self.scope.region, Region=REGION, **facts)

    def check(self, request: Request, secret: str, now: datetime) -> None:
        """Whether the policy was signed with `secret`, and allows the upload. `now` is the signers'."""
        text = self.form.by_name["policy"]
        expected = _of_version_4(text, secret, self.scope) if self.scope else _of_version_2(text, secret)
        if not hmac.compare_digest(expected.encode(), self.signature.encode()):
            raise mismatch.error(self.access_key_id, self.signature, text)
        form_policy.check(text, self.form, now)

    def is_proof(self, request: Request, secret: str, now: datetime) -> bool:
        """Whether the form is good: it is given to others, so that it proves nothing once it is over."""
        try:
            self.check(request, secret, now)
        except AwsError:
            return False
        return True


def in_form(form: Form) -> Signature:
    """The signature in a form. Raises AwsError when there is none, or it is not complete."""
    fields = form.by_name
    version = next((names for names in (_VERSION_4, _VERSION_2) if _has_any(names[:-1], fields)), None)
    if version is None:
        raise AwsError("unsigned", "s3")
    for name in version:
        if not fields.get(name.lower()):
            raise missing(name)
    if version is _VERSION_2:
        return Signature(fields["awsaccesskeyid"], fields["signature"], form, None)
    scope = _scope(fields["x-amz-credential"])
    return Signature(scope.access_key_id, fields["x-amz-signature"], form, scope)


def claimed_key(form: Form) -> str:
    """The access key id that a form names, "" where it names none."""
    credential = form.by_name.get("x-amz-credential", form.by_name.get("awsaccesskeyid", ""))
    return credential.partition("/")[0]


def token(form: Form) -> str:
    """The session token that comes with a form, "" where there is none."""
    return form.by_name.get("x-amz-security-token", "")


def as_put(request: Request, form: Form) -> Request:
    """The upload as a PUT of the object, which it is to everything but its signature."""
    moved = {name: value for name, value in presigned.headers_in(form.by_name).items() if _is_header(name)}
    moved |= {name: form.by_name[name] for name in _HEADERS if name in form.by_name}
    if "acl" in form.by_name:
        moved["x-amz-acl"] = form.by_name["acl"]
    if "tagging" in form.by_name:  # in XML, where a header has them as a URL has its query
        moved["x-amz-tagging"] = urlencode(s3_xml.tags(form.by_name["tagging"].encode()))
    sent = {name: value for name, value in request.headers.items() if not _is_of_the_form(name)}
    headers = {**sent, **moved, "Content-Length": str(len(form.file))}
    return replace(request, method="PUT", url=object_url(request, form), headers=headers, body=form.file)


def _has_any(names: tuple[str, ...], fields: Mapping[str, str]) -> bool:
    return any(name.lower() in fields for name in names)


def _scope(credential: str) -> Scope:
    parts = credential.split("/")
    if len(parts) != len(Scope._fields) or parts[3:] != ["s3", "aws4_request"]:
        facts = {"ArgumentName": "X-Amz-Credential", "ArgumentValue": credential}
        raise AwsError("form credential", "s3", form=sigv4.FORM, **facts)
    return Scope(*parts)


def _is_header(name: str) -> bool:
    """Whether a field is one. A form has a file to store, so that it never copies an object."""
    return not (presigned.is_parameter(name) or name.startswith(("x-amz-content-", "x-amz-copy-source")))


def _is_of_the_form(name: str) -> bool:
    return name.lower().startswith(("content-", "x-amz-"))


def _of_version_2(text: str, secret: str) -> str:
    return str(HmacV1Auth(SigningCredentials("", secret)).sign_string(text))


def _of_version_4(text: str, secret: str, scope: Scope) -> str:
    dated = SimpleNamespace(context={"timestamp": scope.day})
    return str(SigV4Auth(SigningCredentials("", secret), "s3", scope.region).signature(text, dated))
