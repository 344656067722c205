"""A guest leaves a shared computer, and comes back by a code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.guests.clearing import clear_guests
from lessons.accounts.guests.return_codes import HOLDS, give_code
from lessons.accounts.limits import RETURN_CODES_OF_ADDRESS, count
from lessons.accounts.models import User
from lessons.models import Lesson, Vote
from lessons.reading.progress import cast_vote
from tests.site.test_strangers import PAGES

LEAVE, CODE, LEFT, RETURN = (reverse(f"account_{name}") for name in ("leave", "code", "left", "return"))
CODE_SHOWN = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
WRONG = "BBBB-BBBB-BBBB"
ClientOf = Callable[[User | None], Client]

pytestmark = pytest.mark.usefixtures("lesson")


@pytest.fixture(autouse=True)
def _nobody_has_guessed(db: None) -> None:
    cache.clear()


def code_on(page: str) -> str:
    found = CODE_SHOWN.search(page)
    assert found
    return found.group()


def come_back(client: Client, code: str) -> int:
    return client.post(RETURN, {"code": code}).status_code


@pytest.mark.parametrize("url", [*PAGES, "/accounts/signup/", "/accounts/login/", LEAVE, "/no/such/page/"])
def test_every_page_of_a_guest_asks_whether_it_is_them(client_of: ClientOf, guest: User, url: str) -> None:
    assert f'href="{LEAVE}"' in client_of(guest).get(url).text


@pytest.mark.parametrize("url", PAGES)
def test_nobody_else_is_asked(client_of: ClientOf, student: User, url: str) -> None:
    for somebody in (None, student):
        assert LEAVE not in client_of(somebody).get(url).text


def test_the_page_offers_an_account_a_code_and_the_way_out(client_of: ClientOf, guest: User) -> None:
    page = client_of(guest).get(LEAVE).text
    for address in ("account_signup", "account_login", "account_code", "account_leave"):
        assert reverse(address) in page
    assert "180 days" in page


def test_signing_out_as_a_guest_leads_there(client_of: ClientOf, guest: User) -> None:
    assert client_of(guest).get(reverse("account_logout"))["Location"] == LEAVE


def test_who_leaves_is_nobody_afterwards(client_of: ClientOf, guest: User, lesson: Lesson) -> None:
    client = client_of(guest)
    cast_vote(guest, lesson, helpful=True)
    client.get("/")
    answer = client.post(LEAVE)
    assert answer["Location"] == LEFT
    assert {name for name, cookie in answer.cookies.items() if not cookie.value} == {"sessionid", "csrftoken"}
    assert not Session.objects.exists()
    page = client.get(LEFT).text
    assert "Whoever comes next begins anew" in page
    assert "data-forget" in page
    assert User.objects.filter(pk=guest.pk).exists()
    client.post("/lessons/assume/vote/", {"helpful": "no"})
    assert Vote.objects.count() == 2


@pytest.mark.parametrize(("who", "url"), [("guest", LEAVE), ("student", reverse("account_logout"))])
def test_the_browser_is_told_to_forget_the_pages_of_who_leaves(
    client_of: ClientOf, guest: User, student: User, who: str, url: str
) -> None:
    client = client_of({"guest": guest, "student": student}[who])
    assert "Clear-Site-Data" not in client.get(url)
    assert client.post(url)["Clear-Site-Data"] == '"cache"'


def test_a_code_brings_the_work_back_on_another_computer(client_of: ClientOf, guest: User) -> None:
    first, second = client_of(guest), Client()
    code = code_on(first.post(CODE).text)
    first.post(LEAVE)
    assert come_back(second, f" {code.lower().replace('-', ' ')} ") == 302
    assert second.session["_auth_user_id"] == str(guest.pk)
    assert "Welcome back" in second.get("/").text


def test_the_code_itself_is_stored_nowhere(client_of: ClientOf, guest: User) -> None:
    code = code_on(client_of(guest).post(CODE).text)
    row = User.objects.filter(pk=guest.pk).values().get()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


def test_the_page_with_the_code_is_kept_by_no_cache_and_says_how_long_it_holds(
    client_of: ClientOf, guest: User
) -> None:
    page = client_of(guest).post(CODE)
    guest.refresh_from_db()
    assert guest.return_until
    assert "no-store" in page["Cache-Control"]
    assert f"Until {guest.return_until:%-d %B %Y}" in page.text


def test_a_new_code_ends_the_one_before(guest: User) -> None:
    old, new = (give_code(guest, timezone.now()) for _ in range(2))
    assert come_back(Client(), old) == 404
    assert come_back(Client(), new) == 302


def test_a_code_that_is_over_opens_nothing(guest: User) -> None:
    code = give_code(guest, timezone.now() - HOLDS)
    assert come_back(Client(), code) == 404


def test_a_code_of_somebody_who_signed_up_since_opens_nothing(guest: User) -> None:
    code = give_code(guest, timezone.now())
    User.objects.update(is_guest=False)
    assert come_back(Client(), code) == 404


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("", 422, "required"),
        ("x" * 41, 422, "at most 40"),
        ("hello", 404, "twelve letters and digits"),
        ("BCDF\0GHJKMNP", 422, "Null characters"),
        (WRONG, 404, "No work waits"),
    ],
)
def test_a_wrong_code_is_explained_and_can_be_corrected(typed: str, status: int, says: str) -> None:
    answer = Client().post(RETURN, {"code": typed})
    assert answer.status_code == status
    assert says in answer.text
    assert 'name="code"' in answer.text
    assert not User.objects.exists()


def test_wrong_codes_have_to_wait_and_a_right_one_never(guest: User) -> None:
    code = give_code(guest, timezone.now())
    for _ in range(100):
        count([RETURN_CODES_OF_ADDRESS.of("127.0.0.1")], timezone.now())
    assert come_back(Client(), WRONG) == 429
    assert come_back(Client(REMOTE_ADDR="192.0.2.1"), WRONG) == 404
    assert come_back(Client(), code) == 302


def test_what_a_guest_did_meanwhile_stays_with_what_comes_back(
    client_of: ClientOf, guest: User, lesson: Lesson
) -> None:
    code = give_code(guest, timezone.now())
    client = Client()
    client.post("/lessons/assume/vote/", {"helpful": "yes"})
    assert come_back(client, code) == 302
    assert Vote.objects.get().user == guest
    assert User.objects.get() == guest


def test_an_account_takes_the_work_over(
    client_of: ClientOf, guest: User, student: User, lesson: Lesson
) -> None:
    cast_vote(guest, lesson, helpful=True)
    code = give_code(guest, timezone.now())
    assert come_back(client_of(student), code) == 302
    assert Vote.objects.get().user == student
    assert User.objects.get() == student


def test_ones_own_code_changes_nothing(client_of: ClientOf, guest: User) -> None:
    client = client_of(guest)
    assert come_back(client, give_code(guest, timezone.now())) == 302
    assert client.session["_auth_user_id"] == str(guest.pk)
    assert User.objects.get() == guest


def test_the_way_back_is_shown_where_one_signs_in(client: Client) -> None:
    assert RETURN in client.get(reverse("account_login")).text


def test_a_guest_with_a_code_is_kept_as_long_as_it_holds(guest: User) -> None:
    give_code(guest, timezone.now())
    later = timezone.now() + timedelta(days=1)
    assert clear_guests(later).reasons == {"with a code to come back": 1}
    give_code(guest, timezone.now() - HOLDS)
    assert clear_guests(later).deleted == 1
