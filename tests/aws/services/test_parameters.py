"""Parameters of the query protocol, by botocore's model of STS and IAM."""

import pytest

from lessons.aws.errors import AwsError
from lessons.aws.services.parameters import form, read, service_model

ROLE = "arn:aws:iam::111122223333:role/demo"
FAILED = "failed to satisfy constraint: Member must"


def parameters(operation: str, **given: str) -> dict[str, object]:
    named = {name.replace("__", "."): value for name, value in given.items()}
    return read(service_model("sts").operation_model(operation), form(named.items()))


def test_flat_names_become_lists_and_structures() -> None:
    read_in = parameters(
        "AssumeRole",
        RoleArn=ROLE,
        RoleSessionName="session1",
        DurationSeconds="900",
        Tags__member__1__Key="team",
        Tags__member__1__Value="a",
        Tags__member__2__Key="stage",
        Tags__member__2__Value="",
        Nonsense="is passed over",
    )
    assert read_in == {
        "RoleArn": ROLE,
        "RoleSessionName": "session1",
        "DurationSeconds": 900,
        "Tags": [{"Key": "team", "Value": "a"}, {"Key": "stage", "Value": ""}],
    }


MISTAKES = [
    (
        {"RoleSessionName": "a"},
        [f"Value 'a' at 'roleSessionName' {FAILED} have length greater than or equal to 2"],
    ),
    (
        {"RoleSessionName": "a" * 65},
        [f"Value '{'a' * 65}' at 'roleSessionName' {FAILED} have length less than or equal to 64"],
    ),
    (
        {"RoleSessionName": "a b"},
        [f"Value 'a b' at 'roleSessionName' {FAILED} satisfy regular expression pattern: [\\w+=,.@-]*"],
    ),
    (
        {"RoleSessionName": "naïve"},
        [f"Value 'naïve' at 'roleSessionName' {FAILED} satisfy regular expression pattern: [\\w+=,.@-]*"],
    ),
    ({"RoleArn": "x"}, [f"Value 'x' at 'roleArn' {FAILED} have length greater than or equal to 20"]),
    ({"ExternalId": "x"}, [f"Value 'x' at 'externalId' {FAILED} have length greater than or equal to 2"]),
    (
        {"DurationSeconds": "1", "RoleArn": "x"},
        [
            f"Value 'x' at 'roleArn' {FAILED} have length greater than or equal to 20",
            f"Value '1' at 'durationSeconds' {FAILED} have value greater than or equal to 900",
        ],
    ),
    ({"Tags.member.1.Key": "k"}, [f"Value null at 'tags.1.member.value' {FAILED} not be null"]),
]


@pytest.mark.parametrize(("given", "mistakes"), MISTAKES)
def test_every_mistake_is_named_as_aws_names_it(given: dict[str, str], mistakes: list[str]) -> None:
    with pytest.raises(AwsError) as caught:
        parameters("AssumeRole", **{"RoleArn": ROLE, "RoleSessionName": "session1"} | given)
    assert caught.value.code == "ValidationError"
    plural = "error" if len(mistakes) == 1 else "errors"
    assert caught.value.message == f"{len(mistakes)} validation {plural} detected: {'; '.join(mistakes)}"


def test_no_integer_at_all_has_words_of_its_own() -> None:
    with pytest.raises(AwsError) as caught:
        parameters("AssumeRole", RoleArn=ROLE, RoleSessionName="session1", DurationSeconds="")
    assert (caught.value.code, caught.value.message) == ("MalformedInput", "missing value for decimal type")


@pytest.mark.parametrize("text", ["an hour", "9e2", "900.0", "2147483648", "9" * 5000, "٩٠٠"])
def test_what_is_no_32_bit_integer_is_malformed(text: str) -> None:
    with pytest.raises(AwsError) as caught:
        parameters("AssumeRole", RoleArn=ROLE, RoleSessionName="session1", DurationSeconds=text)
    assert (caught.value.code, caught.value.status) == ("MalformedInput", 400)
    assert b"<Message>" not in caught.value.body("", "")


def test_of_a_name_given_twice_the_first_counts() -> None:
    assert form([("a", "1"), ("a", "2")]).values == {"a": "1"}


def test_a_name_of_many_dots_costs_little() -> None:
    assert len(form([("." * 100_000, "")]).places) < 20
