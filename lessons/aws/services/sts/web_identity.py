"""Web identities: somebody whom an OpenID Connect provider vouches for with a signed token.

The sandbox has identity providers of its own, outside of every account: `issue_token` is what signing in with
one of them gives. An account trusts a provider that it has registered, for the audiences (client ids) that it
lists; a role then says in its trust policy whom of these it lets in.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lessons.aws import budgets
from lessons.aws.arn import provider_arn, read_role_arn
from lessons.aws.authenticate import Caller
from lessons.aws.errors import AwsError
from lessons.aws.policies.access_request import Principal
from lessons.aws.services.sts import jwt
from lessons.aws.world import World, WorldDocument

TOKEN = "WebIdentityToken"  # noqa: S105 -- the name of a parameter
NOBODY = Caller(Principal("", "", ""), None, "")  # before the token is read
TOKEN_LIFE = timedelta(hours=1)
_CLAIMS = ("aud", "sub", "amr")  # the claims that are condition keys


def issue_token(document: WorldDocument, issuer: str, subject: str, audience: str, now: datetime) -> str:
    """The token that an identity provider of the sandbox (its URL) gives somebody who signs in at `now`.

    Raises KeyError when the sandbox has no such provider.
    """
    issued = int(now.timestamp())
    ends = issued + int(TOKEN_LIFE.total_seconds())
    claims = {"iss": issuer, "sub": subject, "aud": audience, "iat": issued, "exp": ends}
    return jwt.sign(claims, World(document).identity_providers[issuer])


def with_keys(document: WorldDocument) -> dict[str, Any]:
    """The world with a private key for each provider that an account trusts: it can sign tokens now.

    One that nobody trusts any more goes on signing, as long as there is room for its key.
    """
    world = World(document)
    keys = world.identity_providers
    trusted = {url for account in world.accounts.values() for url in account.get("oidc_providers", {})}
    room = max(0, budgets.PROVIDERS - len(trusted))
    signing = {*trusted, *sorted(keys.keys() - trusted)[:room]}
    kept = {url: keys.get(url) or jwt.new_key() for url in sorted(signing)}
    return {**document, "identity_providers": kept}


def caller_of(parameters: Mapping[str, Any], world: World, now: datetime) -> Caller:
    """Who calls with a token, for a role in an account. Raises AwsError where the token is not good."""
    role = read_role_arn(parameters["RoleArn"])
    if role is None:
        raise AwsError("role arn", "sts", resource=parameters["RoleArn"])
    return vouched(_checked(parameters[TOKEN], role.account_id, world, now), role.account_id)


def vouched(claims: Mapping[str, Any], account_id: str) -> Caller:
    """Whom a provider vouches for, in the eyes of an account, by the claims of a token that is good."""
    arn = provider_arn(account_id, claims["iss"])
    host = arn.partition("/")[2]
    subject = str(claims.get("sub", ""))
    keys = {f"{host}:{name}": _values(claims[name]) for name in _CLAIMS if name in claims}
    principal = Principal(arn, account_id, subject, provider=True)
    return Caller(principal, None, "", claims={**keys, "aws:FederatedProvider": (arn,)})


def answer(caller: Caller) -> dict[str, str]:
    """What STS says of a web identity beside the role session."""
    host = caller.principal.arn.partition("/")[2]
    return {
        "SubjectFromWebIdentityToken": caller.principal.name,
        "Audience": caller.claims[f"{host}:aud"][0],
        "Provider": caller.principal.arn,
    }


def _checked(text: str, account_id: str, world: World, now: datetime) -> Mapping[str, Any]:
    """The claims of a token from a provider that the account trusts, for an audience it lists, in time."""
    token = jwt.read(text)
    issuer = token.claims.get("iss") if token else None
    if token is None or not isinstance(issuer, str):
        raise AwsError("no jwt", "sts")
    audiences = world.audiences(account_id, issuer)
    if audiences is None:
        raise AwsError("no provider", "sts", issuer=issuer)
    if not token.is_signed_with(world.identity_providers[issuer]):
        raise AwsError("token signature", "sts", issuer=issuer)
    if audiences.isdisjoint(_values(token.claims.get("aud"))):
        raise AwsError("audience", "sts")
    _check_time(token.claims.get("exp"), now)
    return token.claims


def _check_time(expires: Any, now: datetime) -> None:
    current = int(now.timestamp())
    if not isinstance(expires, int) or current >= expires:
        raise AwsError("token expired", "sts", now=current, expires=expires)


def _values(claim: Any) -> tuple[str, ...]:
    return tuple(map(str, claim)) if isinstance(claim, list) else (str(claim),)
