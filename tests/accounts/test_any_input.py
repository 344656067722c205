"""Whatever a fuzzer puts into the forms, the answer is a page that says what is wrong."""

from __future__ import annotations

from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User

FIELDS = {
    "account_signup": ("username", "email", "password1", "password2", "next"),
    "account_login": ("login", "password", "remember", "next"),
    "account_change_password": ("oldpassword", "password1", "password2", "next"),
    "account_logout": ("next",),
}
LONG = ("a" * 400, "é" * 150, "a@" + "b" * 290 + ".org")
CONTROL = ("\0", "a\0b", "\r\nX: y", "\u202ea")
STRANGE = ("", "//[", "👩", "ﬁ", "İ", "ß")
ODD = st.one_of(st.text(max_size=40), st.sampled_from(LONG + CONTROL + STRANGE))


@st.composite
def filled_forms(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """One of the forms, each field odd or missing."""
    name = draw(st.sampled_from(sorted(FIELDS)))
    return name, draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[name], ODD)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filled_forms())
@example(("account_signup", {"username": "x" * 100_000, "password1": "y" * 100_000}))
@example(("account_login", {"login": "maya", "password": "x" * 100_000}))
def test_no_form_field_breaks_a_page(db: None, form: tuple[str, dict[str, str]]) -> None:
    name, data = form
    cache.clear()
    user, _ = User.objects.get_or_create(username="fuzzer")
    user.set_password("a-good-password")
    user.save()
    client = Client()
    if name == "account_change_password":
        client.force_login(user)
    response = client.post(reverse(name), data)
    assert response.status_code in {200, 302, 400}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["next", "email", "x"]), ODD))
def test_no_query_breaks_a_page(db: None, query: dict[str, str]) -> None:
    for name in ("account_signup", "account_login"):
        assert Client().get(reverse(name), query).status_code == 200
