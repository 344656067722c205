"""Amazon Resource Names."""

import pytest

from lessons.aws.arn import bucket_arn, read_role_arn, role_arn

GOOD = [
    ("arn:aws:iam::111122223333:role/demo", ("111122223333", "/", "demo")),
    ("arn:aws:iam::111122223333:role/a/b/demo", ("111122223333", "/a/b/", "demo")),
]
BAD = [
    "",
    "demo",
    "arn:aws:iam::111122223333:role",
    "arn:aws:iam::111122223333:role/",
    "arn:aws:iam::1111:role/demo",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:sts::111122223333:assumed-role/demo/session1",
    "arn:aws:iam::111122223333:role/de mo",
    "arn:aws:iam::111122223333:role/demo\n",
    "arn:aws:iam::111122223333:role/" + "a" * 65,
]


@pytest.mark.parametrize(("arn", "parts"), GOOD)
def test_the_arn_of_a_role_has_account_path_and_name(arn: str, parts: tuple[str, str, str]) -> None:
    assert read_role_arn(arn) == parts
    assert role_arn(*parts) == arn


@pytest.mark.parametrize("arn", BAD)
def test_what_is_no_arn_of_a_role_is_none(arn: str) -> None:
    assert read_role_arn(arn) is None


def test_an_object_is_named_under_its_bucket() -> None:
    assert bucket_arn("b") == "arn:aws:s3:::b"
    assert bucket_arn("b", "a/k") == "arn:aws:s3:::b/a/k"
