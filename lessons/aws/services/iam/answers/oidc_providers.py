"""The OpenID Connect providers that an account trusts, each with its audiences (client ids).

The document keeps them by their URLs. To add an audience that is there, or to remove one that is not, is no
mistake (IAM API Reference, AddClientIDToOpenIDConnectProvider).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws import budgets
from lessons.aws.arn import HTTPS, provider_arn
from lessons.aws.errors import AwsError
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.change import Change
from lessons.aws.services.iam.operations import PROVIDER
from lessons.aws.services.iam.wish import Wish

MOST_CLIENT_IDS = 100  # of a provider (IAM quotas)
MOST_THUMBPRINTS = 5
_PLACE = "oidc_providers"
# A host by https, perhaps with a path, and no port, query or fragment (IAM API Reference, Url).
_URL = re.compile(r'https://[\w.-]+(?:/[!"$->@-~]*)?', re.ASCII)


def create(wish: Wish) -> Change:
    """Trust a provider. Whoever has no thumbprint leaves it to AWS to find one."""
    given, known = wish.parameters, _known(wish)
    url, client_ids = given["Url"], given.get("ClientIDList", [])
    thumbprints, tags = given.get("ThumbprintList", []), given.get("Tags", [])
    _check_url(url)
    _check_thumbprints(thumbprints)
    _check_client_ids(client_ids)
    if url in known:
        raise AwsError("provider exists", "iam", url=url)
    wish.check_room(_PLACE, "OpenIdConnectProvidersPerAccount", budgets.PROVIDERS)
    made = {
        "client_ids": client_ids,
        "thumbprints": thumbprints,
        "tags": described.kept_tags(tags),
        "created": wish.moment,
    }
    arn = provider_arn(wish.account_id, url)
    return Change({_PLACE: {**known, url: made}}, {PROVIDER: arn, "Tags": tags or None})


def get(wish: Wish) -> Mapping[str, Any]:
    """A provider, its URL without `https://`."""
    url, item = _provider(wish)
    return {
        "Url": url.removeprefix(HTTPS),
        "ClientIDList": item["client_ids"],
        "ThumbprintList": item.get("thumbprints", []),
        "CreateDate": item.get("created"),
        "Tags": described.tags(item),
    }


def list_all(wish: Wish) -> Mapping[str, Any]:
    """The ARNs of the account's providers. They come all at once."""
    return {
        "OpenIDConnectProviderList": [{"Arn": provider_arn(wish.account_id, url)} for url in _known(wish)]
    }


def add_client_id(wish: Wish) -> Change:
    """Trust tokens for one more audience."""
    client_ids = dict.fromkeys([*_provider(wish)[1]["client_ids"], wish.parameters["ClientID"]])
    _check_client_ids(client_ids)
    return _changed(wish, {"client_ids": [*client_ids]})


def remove_client_id(wish: Wish) -> Change:
    """Trust no more tokens for an audience."""
    client_ids = [name for name in _provider(wish)[1]["client_ids"] if name != wish.parameters["ClientID"]]
    return _changed(wish, {"client_ids": client_ids})


def update_thumbprint(wish: Wish) -> Change:
    """Replace the thumbprints of the provider's certificates."""
    thumbprints = wish.parameters["ThumbprintList"]
    _check_thumbprints(thumbprints)
    return _changed(wish, {"thumbprints": thumbprints})


def delete(wish: Wish) -> Change:
    """Trust a provider no more. AWS refuses it the second time, though its API Reference says otherwise."""
    known, url = _known(wish), _url(wish)
    if url not in known:
        raise AwsError("no oidc provider to delete", "iam", arn=wish.parameters[PROVIDER])
    return Change({_PLACE: {other: item for other, item in known.items() if other != url}})


def _known(wish: Wish) -> Mapping[str, Any]:
    known: Mapping[str, Any] = wish.account.get(_PLACE, {})
    return known


def _provider(wish: Wish) -> tuple[str, Mapping[str, Any]]:
    url = _url(wish)
    item = _known(wish).get(url)
    if item is None:
        raise AwsError("no oidc provider", "iam", arn=wish.parameters[PROVIDER])
    return url, item


def _url(wish: Wish) -> str:
    """The URL that an ARN of the account speaks of."""
    return HTTPS + str(wish.parameters[PROVIDER]).removeprefix(provider_arn(wish.account_id, ""))


def _changed(wish: Wish, parts: Mapping[str, Any]) -> Change:
    url, item = _provider(wish)
    return Change({_PLACE: {**_known(wish), url: {**item, **parts}}})


def _check_url(url: str) -> None:
    if not _URL.fullmatch(url):
        raise AwsError("provider url", "iam", url=url)


def _check_thumbprints(thumbprints: list[str]) -> None:
    if len(thumbprints) > MOST_THUMBPRINTS:
        raise AwsError("thumbprints", "iam", limit=MOST_THUMBPRINTS)


def _check_client_ids(client_ids: Any) -> None:
    if len(client_ids) > MOST_CLIENT_IDS:
        raise AwsError("quota", "iam", quota="ClientIdsPerOpenIdConnectProvider", limit=MOST_CLIENT_IDS)


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "GetOpenIDConnectProvider": get,
    "ListOpenIDConnectProviders": list_all,
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {
    "CreateOpenIDConnectProvider": create,
    "AddClientIDToOpenIDConnectProvider": add_client_id,
    "RemoveClientIDFromOpenIDConnectProvider": remove_client_id,
    "UpdateOpenIDConnectProviderThumbprint": update_thumbprint,
    "DeleteOpenIDConnectProvider": delete,
}
