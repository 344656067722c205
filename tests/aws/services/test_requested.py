"""What a request asks for."""

import pytest

from lessons.aws import Request
from lessons.aws.errors import AwsError
from lessons.aws.services.requested import identify, read_parameters, service_of

S3_HOST = "https://s3.us-east-1.amazonaws.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

S3_REQUESTS = [
    ("GET", "/", "ListBuckets", "s3:ListAllMyBuckets", "arn:aws:s3:::*"),
    ("GET", "/b", "ListObjects", "s3:ListBucket", "arn:aws:s3:::b"),
    ("GET", "/b/", "ListObjects", "s3:ListBucket", "arn:aws:s3:::b"),
    ("GET", "/b?list-type=2&prefix=x", "ListObjectsV2", "s3:ListBucket", "arn:aws:s3:::b"),
    ("HEAD", "/b", "HeadBucket", "s3:ListBucket", "arn:aws:s3:::b"),
    ("PUT", "/b", "CreateBucket", "s3:CreateBucket", "arn:aws:s3:::b"),
    ("DELETE", "/b", "DeleteBucket", "s3:DeleteBucket", "arn:aws:s3:::b"),
    ("GET", "/b?location", "GetBucketLocation", "s3:GetBucketLocation", "arn:aws:s3:::b"),
    ("GET", "/b?policy", "GetBucketPolicy", "s3:GetBucketPolicy", "arn:aws:s3:::b"),
    ("PUT", "/b?policy", "PutBucketPolicy", "s3:PutBucketPolicy", "arn:aws:s3:::b"),
    ("DELETE", "/b?policy", "DeleteBucketPolicy", "s3:DeleteBucketPolicy", "arn:aws:s3:::b"),
    ("POST", "/b?delete", "DeleteObjects", "s3:DeleteObject", "arn:aws:s3:::b"),
    ("POST", "/b/k?uploads", "CreateMultipartUpload", "s3:PutObject", "arn:aws:s3:::b/k"),
    ("PUT", "/b/k?uploadId=u&partNumber=1", "UploadPart", "s3:PutObject", "arn:aws:s3:::b/k"),
    ("POST", "/b/k?uploadId=u", "CompleteMultipartUpload", "s3:PutObject", "arn:aws:s3:::b/k"),
    ("DELETE", "/b/k?uploadId=u", "AbortMultipartUpload", "s3:AbortMultipartUpload", "arn:aws:s3:::b/k"),
    ("GET", "/b/k?uploadId=u", "ListParts", "s3:ListMultipartUploadParts", "arn:aws:s3:::b/k"),
    ("GET", "/b/k", "GetObject", "s3:GetObject", "arn:aws:s3:::b/k"),
    ("GET", "/b/k?x-id=GetObject", "GetObject", "s3:GetObject", "arn:aws:s3:::b/k"),
    ("HEAD", "/b/k", "HeadObject", "s3:GetObject", "arn:aws:s3:::b/k"),
    ("PUT", "/b/a%20b/%C3%BC", "PutObject", "s3:PutObject", "arn:aws:s3:::b/a b/ü"),
    ("DELETE", "/b/k", "DeleteObject", "s3:DeleteObject", "arn:aws:s3:::b/k"),
]


@pytest.mark.parametrize(("method", "path", "name", "action", "resource"), S3_REQUESTS)
def test_s3_is_asked_by_method_and_path(
    method: str, path: str, name: str, action: str, resource: str
) -> None:
    for request in (
        Request(method, S3_HOST + path, {}),
        Request(method, "http://127.0.0.1:8000/aws" + path, {}, mount="/aws"),
    ):
        asked = identify(request, "s3")
        assert (asked.name, asked.action, asked.resource) == (name, action, resource)
        assert asked.operation


UNKNOWN_TO_THE_SANDBOX = [
    ("PUT", "/b?versioning", {}),
    ("GET", "/b?website", {}),
    ("GET", "/b?list-type=3", {}),
    ("GET", "/b/k?versionId=1", {}),
    ("PUT", "/b/k?retention", {}),
    ("PUT", "/b/k", {"x-amz-copy-source": "/secret/k", "x-amz-object-annotation-directive": "COPY"}),
    ("PUT", "/b/k?uploadId=u&partNumber=1", {"x-amz-copy-source": "/secret/k"}),
    ("POST", "/b/k?uploads", {"x-amz-tagging": "a=b"}),
    ("PATCH", "/b/k", {}),
]


@pytest.mark.parametrize(("method", "path", "headers"), UNKNOWN_TO_THE_SANDBOX)
def test_what_would_need_more_permissions_is_not_taken_for_less(
    method: str, path: str, headers: dict[str, str]
) -> None:
    asked = identify(Request(method, S3_HOST + path, headers), "s3")
    assert asked.operation is None
    with pytest.raises(AwsError, match="UnsupportedOperation"):
        read_parameters(asked)


REDIRECT = "x-amz-website-redirect-location"
LACKING = [
    ("GET", "/b?website", {}, "GetBucketWebsite"),
    ("GET", "/b?versions&prefix=a", {}, "ListObjectVersions"),
    ("PUT", "/b/k?retention", {}, "PutObjectRetention"),
    ("GET", "/b?lifecycle", {}, "GetBucketLifecycleConfiguration"),
    ("GET", "/b/k?versionId=1", {}, "the parameter versionId of GetObject"),
    (
        "PUT",
        "/b/k",
        {REDIRECT: "/"},
        f"the header {REDIRECT} of PutObject",
    ),
    (
        "PUT",
        "/b/k",
        {"X-Amz-Server-Side-Encryption": "aws:kms"},
        "the value aws:kms of the header x-amz-server-side-encryption of PutObject",
    ),
]


@pytest.mark.parametrize(("method", "path", "headers", "what"), LACKING)
def test_what_is_not_there_is_named(method: str, path: str, headers: dict[str, str], what: str) -> None:
    with pytest.raises(AwsError) as caught:
        read_parameters(identify(Request(method, S3_HOST + path, headers), "s3"))
    assert caught.value.message.startswith(f"The sandbox does not offer {what}. ")


def test_what_s3_does_not_know_it_passes_over() -> None:
    asked = identify(Request("GET", f"{S3_HOST}/b?list-type=2&color=red&", {"x-amz-color": "red"}), "s3")
    assert (asked.name, asked.query) == ("ListObjectsV2", {"list-type": "2"})


def test_a_query_may_come_in_the_body_or_in_the_url() -> None:
    text = "Action=GetCallerIdentity&Version=2011-06-15"
    host = "https://sts.us-east-1.amazonaws.com/"
    for request in (Request("POST", host, FORM, text.encode()), Request("GET", f"{host}?{text}", {})):
        assert identify(request, "sts").name == "GetCallerIdentity"


UNKNOWN_TO_AWS = [
    ("Action=RequestTemporaryCredentials&Version=2011-06-15", "RequestTemporaryCredentials", "2011-06-15"),
    ("Action=GetCallerIdentity", "GetCallerIdentity", "NO_VERSION_SPECIFIED"),
    ("Action=GetCallerIdentity&Version=2010-05-08", "GetCallerIdentity", "2010-05-08"),
]


@pytest.mark.parametrize(("query", "action", "version"), UNKNOWN_TO_AWS)
def test_an_operation_that_aws_does_not_have_is_invalid(query: str, action: str, version: str) -> None:
    with pytest.raises(AwsError) as caught:
        identify(Request("GET", f"https://sts.us-east-1.amazonaws.com/?{query}", {}), "sts")
    assert (caught.value.code, caught.value.status) == ("InvalidAction", 400)
    assert caught.value.message == f"Could not find operation {action} for version {version}"


def test_parameters_as_told_hold_no_signature() -> None:
    query = "X-Amz-Signature=abc&X-Amz-Security-Token=secret&Signature=abc&prefix=x"
    asked = identify(Request("GET", f"{S3_HOST}/b?{query}", {}), "s3")
    assert asked.given == {"Bucket": "b", "prefix": "x"}


def test_the_service_is_told_by_the_host_or_by_the_scope() -> None:
    scope = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20250101/us-east-1/{}/aws4_request"
    wire = "http://127.0.0.1:8000/aws/"
    assert service_of(Request("GET", S3_HOST, {"Authorization": scope.format("sts")})) == "s3"
    assert service_of(Request("GET", wire, {"Authorization": scope.format("iam")})) == "iam"
    assert service_of(Request("GET", wire, {"Authorization": scope.format("ec2")}, mount="/aws")) == "sts"
    assert service_of(Request("GET", wire, {}, mount="/aws")) == "sts"
    assert service_of(Request("GET", f"{wire}bucket", {}, mount="/aws")) == "s3"
    assert service_of(Request("GET", "http://[", {})) == "sts"


def test_what_aws_marks_as_sensitive_is_no_parameter_to_tell() -> None:
    body = b"Action=CreateLoginProfile&Version=2010-05-08&UserName=alice&Password=in-clear"
    asked = identify(Request("POST", "https://iam.amazonaws.com/", FORM, body), "iam")
    assert asked.given == {"UserName": "alice"}
