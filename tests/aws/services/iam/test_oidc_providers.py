"""OpenID Connect providers by a real boto3 client: trusted, changed, used and trusted no more."""

import json
from typing import Any

import pytest

from lessons.aws import issue_token
from tests.aws.conftest import Sandbox, refused, trust
from tests.aws.services.conftest import arn

GITHUB = "https://token.actions.githubusercontent.com"
HOST = GITHUB.removeprefix("https://")
THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"


@pytest.fixture
def provider(iam: Any) -> str:
    given = {"Url": GITHUB, "ClientIDList": ["sts.amazonaws.com"], "ThumbprintList": [THUMBPRINT]}
    made = iam.create_open_id_connect_provider(**given)
    return str(made["OpenIDConnectProviderArn"])


def test_a_provider_is_created_shown_and_listed(sandbox: Sandbox, iam: Any, provider: str) -> None:
    assert provider == arn(sandbox, f"oidc-provider/{HOST}")
    shown = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    del shown["ResponseMetadata"]
    assert (shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]) == (
        HOST,
        ["sts.amazonaws.com"],
        [THUMBPRINT],
    )
    assert set(shown) == {"Url", "ClientIDList", "ThumbprintList", "CreateDate", "Tags"}
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == [{"Arn": provider}]


def test_its_tokens_open_a_role_for_the_audiences_that_are_listed(
    sandbox: Sandbox, iam: Any, provider: str
) -> None:
    document = trust({"Federated": provider})
    document["Statement"][0]["Action"] = "sts:AssumeRoleWithWebIdentity"
    iam.create_role(RoleName="deploy", AssumeRolePolicyDocument=json.dumps(document))
    sts, named = sandbox.client("sts", "bob"), {"OpenIDConnectProviderArn": provider}
    given = {"RoleArn": arn(sandbox, "role/deploy"), "RoleSessionName": "run"}

    def assume(audience: str = "sts.amazonaws.com") -> Any:
        token = issue_token(sandbox.document, GITHUB, "repo:acme/shop", audience, sandbox.now)
        return sts.assume_role_with_web_identity(**given, WebIdentityToken=token)

    assert assume()["Provider"] == provider
    assert refused(assume, audience="other")[1:] == ("InvalidIdentityToken", "Incorrect token audience")
    for _ in range(2):  # what is there already is no mistake
        iam.add_client_id_to_open_id_connect_provider(**named, ClientID="other")
    assert assume("other")
    for _ in range(2):
        iam.remove_client_id_from_open_id_connect_provider(**named, ClientID="other")
    assert refused(assume, audience="other")[1] == "InvalidIdentityToken"
    iam.delete_open_id_connect_provider(**named)
    message = f"No OpenIDConnect provider found in your account for {GITHUB}"
    assert refused(assume)[1:] == ("InvalidIdentityToken", message)
    assert refused(iam.get_open_id_connect_provider, **named) == (
        404,
        "NoSuchEntity",
        f"OpenIDConnect Provider not found for arn {provider}",
    )


def test_what_is_not_there_cannot_be_deleted(iam: Any, provider: str) -> None:
    """As LocalStack's recording has it; the API Reference says that there would be no error."""
    named = {"OpenIDConnectProviderArn": provider}
    iam.delete_open_id_connect_provider(**named)
    again = refused(iam.delete_open_id_connect_provider, **named)
    assert again == (404, "NoSuchEntity", f"OpenId connect Provider {provider} cannot be found.")


def test_thumbprints_are_replaced(iam: Any, provider: str) -> None:
    named = {"OpenIDConnectProviderArn": provider}
    iam.update_open_id_connect_provider_thumbprint(**named, ThumbprintList=["a" * 40])
    assert iam.get_open_id_connect_provider(**named)["ThumbprintList"] == ["a" * 40]
    update = iam.update_open_id_connect_provider_thumbprint
    too_many = refused(update, **named, ThumbprintList=["a" * 40] * 6)
    assert too_many == (400, "InvalidInput", "Thumbprint list must contain fewer than 5 entries.")


def test_tags_are_told_when_there_are_some(iam: Any, provider: str) -> None:
    """And told to be none where there are none, by Get… alone (LocalStack's recording)."""
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)["Tags"] == []
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    tags = [{"Key": "team", "Value": "red"}]
    made = iam.create_open_id_connect_provider(Url=GITHUB, Tags=tags)
    assert made["Tags"] == tags
    named = {"OpenIDConnectProviderArn": made["OpenIDConnectProviderArn"]}
    assert iam.get_open_id_connect_provider(**named)["Tags"] == tags


def test_the_same_provider_is_not_trusted_twice(iam: Any, provider: str) -> None:
    again = refused(iam.create_open_id_connect_provider, Url=GITHUB)
    assert again == (409, "EntityAlreadyExists", f"Provider with url {GITHUB} already exists.")


@pytest.mark.parametrize(
    "url",
    [
        *("http://login.example", "login.example", "https://", "https://a:443", "https://a?b=c", "https://["),
        *(
            "HTTPS://login.example",
            "https://a/b?c",
            "https://a/b#c",
            "https://a\n",
            "https://a\x01",
            "https://a b",
        ),
    ],
)
def test_a_provider_has_an_address_by_https(iam: Any, url: str) -> None:
    wrong = refused(iam.create_open_id_connect_provider, Url=url)
    assert wrong == (400, "ValidationError", "Invalid Open ID Connect Provider URL")


def test_providers_that_come_and_go_leave_room_for_others(
    sandbox: Sandbox, iam: Any, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private key takes 2 kB of the world, and no call can delete it."""
    monkeypatch.setattr("lessons.aws.budgets.PROVIDERS", 3)
    for number in range(4):
        made = iam.create_open_id_connect_provider(Url=f"https://{number}.example")[
            "OpenIDConnectProviderArn"
        ]
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=made)
    keys = sandbox.document["identity_providers"]
    assert len(keys) == 3
    assert GITHUB in keys


def test_an_address_may_have_a_path(sandbox: Sandbox, iam: Any) -> None:
    """As those of clusters have it (Amazon EKS User Guide, "Create an IAM OIDC provider")."""
    url = "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
    made = iam.create_open_id_connect_provider(Url=url)["OpenIDConnectProviderArn"]
    assert made == arn(sandbox, f"oidc-provider/{url.removeprefix('https://')}")


def test_there_is_room_for_so_many(iam: Any, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"OpenIDConnectProviderArn": provider}
    many = [f"client-{number}" for number in range(101)]
    too_many = {"Url": "https://a.example", "ClientIDList": many}
    assert refused(iam.create_open_id_connect_provider, **too_many)[:2] == (409, "LimitExceeded")
    monkeypatch.setattr("lessons.aws.services.iam.answers.oidc_providers.MOST_CLIENT_IDS", 1)
    add = iam.add_client_id_to_open_id_connect_provider
    assert refused(add, **named, ClientID="other")[1] == "LimitExceeded"
    monkeypatch.setattr("lessons.aws.budgets.PROVIDERS", 1)
    assert refused(iam.create_open_id_connect_provider, Url="https://b.example")[1] == "LimitExceeded"


def test_who_may_not_is_told_what_is_missing(sandbox: Sandbox) -> None:
    bob = sandbox.client("iam", "bob")
    message = refused(bob.create_open_id_connect_provider, Url=GITHUB)[2]
    assert f"on resource: {arn(sandbox, f'oidc-provider/{HOST}')} because" in message
    message = refused(bob.list_open_id_connect_providers)[2]
    assert f"iam:ListOpenIDConnectProviders on resource: {arn(sandbox, 'oidc-provider/*')} because" in message
