"""The sandbox's identity providers: who signs in there gets a token, for AssumeRoleWithWebIdentity."""

from __future__ import annotations

import re

from django import forms
from django.http import QueryDict

from lessons import aws
from lessons.sandbox.models import Sandbox
from lessons.sandbox.scenarios import personas
from lessons.sandbox.workbench.forms import VERBATIM

__all__ = ["SignInForm", "providers"]

LONGEST = 200
NOT_IN_A_SESSION_NAME = re.compile(r"[^\w+=,.@-]", re.ASCII)


def providers(sandbox: Sandbox) -> dict[str, list[str]]:
    """By the URL of each identity provider the audiences (client ids) that some account trusts it for."""
    world = aws.World(sandbox.world)
    return {
        issuer: sorted({name for number in world.accounts for name in world.audiences(number, issuer) or ()})
        for issuer in world.identity_providers
    }


class SignInForm(forms.Form):
    """Who signs in where, and for which application: any name and any password will do."""

    issuer = forms.ChoiceField(label="Identity provider")
    subject = forms.CharField(
        label="You sign in as",
        max_length=LONGEST,
        widget=forms.TextInput(VERBATIM),
        help_text="The token's subject (sub): who the provider says you are.",
    )
    audience = forms.CharField(
        label="For the application",
        max_length=LONGEST,
        widget=forms.TextInput(VERBATIM | {"list": "audiences"}),
        help_text="The token's audience (aud): a client id that the account lists.",
    )

    def __init__(self, data: QueryDict | None = None, *, sandbox: Sandbox) -> None:
        self.sandbox, known = sandbox, providers(sandbox)
        self.audiences = sorted({name for names in known.values() for name in names})
        first = {"subject": "student-7", "audience": next(iter(self.audiences), "")}
        super().__init__(data, initial=first)
        self.fields["issuer"] = forms.ChoiceField(
            label="Identity provider", choices=[(issuer, issuer) for issuer in known]
        )

    @property
    def filled_in(self) -> dict[str, str]:
        """AssumeRoleWithWebIdentity's parameters with the token that signing in gives, good for an hour."""
        given = self.cleaned_data
        issuer, subject = given["issuer"], given["subject"]
        world, now = self.sandbox.world, self.sandbox.now()
        return {
            "RoleArn": _trusting(self.sandbox, issuer),
            "RoleSessionName": NOT_IN_A_SESSION_NAME.sub("-", subject)[:64],
            "WebIdentityToken": aws.issue_token(world, issuer, subject, given["audience"], now),
        }


def _trusting(sandbox: Sandbox, issuer: str) -> str:
    """The first role whose trust policy names the provider, "" where none does."""
    world, host = aws.World(sandbox.world), f'oidc-provider/{issuer.removeprefix("https://")}"'
    accounts = world.accounts
    for arn in personas.role_arns(sandbox.world):
        number, name = arn.split(":")[4], arn.rpartition("/")[2]
        if host in accounts[number]["roles"][name]["trust"]:
            return arn
    return ""
