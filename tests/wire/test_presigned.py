"""URLs that boto3 presigns, opened by somebody who has nothing but the URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import urllib3

from lessons.aws import Credentials
from tests.wire.conftest import Learner

VERSIONS = ["s3", "s3v4"]  # boto3's default for an endpoint of one's own, and that of AWS


def opened(url: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, Any, str]:
    """The status, the headers and the body of a plain request."""
    response = urllib3.request(method, url, body=body or None, headers=headers, retries=False, timeout=20)
    return response.status, response.headers, response.data.decode()


@pytest.fixture(params=["carol", "session"])
def signing(request: pytest.FixtureRequest, maya: Learner) -> Credentials:
    """Long-term keys, or those of a role that may do everything in S3."""
    return maya.assume("writer") if request.param == "session" else maya.user("carol")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upload_says_its_type_as_it_was_signed(maya: Learner, signing: Credentials, version: str) -> None:
    s3 = maya.boto3("s3", signing, signature_version=version)
    place = {"Bucket": maya.bucket, "Key": "a b/ü.txt"}
    url = s3.generate_presigned_url("put_object", {**place, "ContentType": "text/plain"})
    assert opened(url, "PUT", b"hello", **{"Content-Type": "text/plain"})[0] == 200
    found = maya.boto3("s3", signing).get_object(**place)
    assert (found["Body"].read(), found["ContentType"]) == (b"hello", "text/plain")


def test_metadata_may_stand_in_the_url(maya: Learner, signing: Credentials) -> None:
    s3 = maya.boto3("s3", signing, signature_version="s3")
    place = {"Bucket": maya.bucket, "Key": "noted"}
    url = s3.generate_presigned_url("put_object", {**place, "Metadata": {"by": "maya"}})
    assert "x-amz-meta-by=maya" in url
    assert opened(url, "PUT", b"hello")[0] == 200
    assert maya.boto3("s3", signing).head_object(**place)["Metadata"] == {"by": "maya"}
    assert opened(url.replace("by=maya", "by=noor"), "PUT", b"hello")[0] == 403


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("call", ["list_objects_v2", "list_objects", "head_bucket"])
def test_a_list_can_be_presigned(maya: Learner, signing: Credentials, version: str, call: str) -> None:
    s3 = maya.boto3("s3", signing, signature_version=version)
    url = s3.generate_presigned_url(call, {"Bucket": maya.bucket})
    status, _, body = opened(url, "HEAD" if call == "head_bucket" else "GET")
    assert status == 200
    assert ("<Key>q1.csv</Key>" in body) == (call != "head_bucket")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_header_of_the_answer_can_be_asked_for(
    maya: Learner, signing: Credentials, version: str
) -> None:
    s3 = maya.boto3("s3", signing, signature_version=version)
    asked = {
        "ResponseCacheControl": "no-cache",
        "ResponseContentDisposition": 'attachment; filename="a b.csv"',
        "ResponseContentEncoding": "identity",
        "ResponseContentLanguage": "de",
        "ResponseContentType": "text/csv",
        "ResponseExpires": "Thu, 01 Dec 2044 16:00:00 GMT",
    }
    url = s3.generate_presigned_url("get_object", {"Bucket": maya.bucket, "Key": "q1.csv", **asked})
    status, headers, _ = opened(url)
    assert status == 200
    told = [headers[name] for name in ("Cache-Control", "Content-Disposition", "Content-Encoding")]
    assert told == ["no-cache", 'attachment; filename="a b.csv"', "identity"]
    told = [headers[name] for name in ("Content-Language", "Content-Type", "Expires")]
    assert told == ["de", "text/csv", "Thu, 01 Dec 2044 16:00:00 GMT"]


def test_what_s3_does_not_know_of_a_url_it_passes_over(maya: Learner) -> None:
    """Somebody counts who comes by which link."""
    s3 = maya.boto3("s3", "carol", signature_version="s3v4")

    def add(request: Any, **_: Any) -> None:
        request.url += ("&" if "?" in request.url else "?") + "from=" + quote("a letter")

    s3.meta.events.register("before-sign.s3.GetObject", add)
    url = s3.generate_presigned_url("get_object", {"Bucket": maya.bucket, "Key": "q1.csv"})
    assert "from=a%20letter" in url
    assert opened(url)[2].startswith("region,sales")
    assert opened(url.replace("letter", "call"))[0] == 403


@pytest.mark.parametrize("version", VERSIONS)
def test_a_form_can_be_presigned(maya: Learner, signing: Credentials, version: str) -> None:
    s3 = maya.boto3("s3", signing, signature_version=version)
    told = s3.generate_presigned_post(maya.bucket, "from a form/${filename}")
    fields = {**told["fields"], "file": ("ü.txt", b"hello")}
    response = urllib3.request("POST", told["url"], fields=fields, retries=False, timeout=20)
    assert response.status == 204
    assert response.headers["Location"] == f"{maya.endpoint}/{maya.bucket}/from%20a%20form%2F%C3%BC.txt"
    found = maya.boto3("s3", signing).get_object(Bucket=maya.bucket, Key="from a form/ü.txt")
    assert found["Body"].read() == b"hello"
