"""manage.py doctor: each check passes on a good deployment, and says what to mend on a bad one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from learnsts.monitoring import doctor
from learnsts.monitoring.doctor import CHECKS
from tests.browser.served import free_port

pytestmark = pytest.mark.django_db
GOOD = {
    "SECRET_KEY": "k7-Qw2z" * 10,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["learn.example.edu"],
    "HTTPS": True,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "CSRF_TRUSTED_ORIGINS": ["https://learn.example.edu"],
    "ADMINS": [("", "ops@example.edu")],
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}
check = dict(CHECKS)


@pytest.fixture(autouse=True)
def deployment(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """One with which nothing is wrong."""
    for name, value in GOOD.items():
        setattr(settings, name, value)
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(doctor, "shutil", SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=2**40)))
    return settings


def run() -> tuple[int, list[str]]:
    """Its exit code and its lines."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as left:
        return int(str(left.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_good_deployment_is_ok_in_every_line() -> None:
    code, lines = run()
    assert [line.split()[-1] for line in lines] == ["ok"] * len(CHECKS)
    assert code == 0


def test_the_lines_come_in_the_order_in_which_to_mend(deployment: Settings) -> None:
    deployment.DEBUG = True
    code, lines = run()
    assert code == 1
    assert [line[:16].strip() for line in lines] == [
        *("secret key", "debugging", "hosts", "HTTPS", "trusted proxies", "CSRF origins"),
        *("cache", "database", "migrations", "disk", "clock", "e-mail"),
    ]
    assert [line for line in lines if not line.endswith("ok")] == [
        f"debugging        mend: {check['debugging']()}"
    ]


@pytest.mark.parametrize(
    ("name", "setting", "value", "advice"),
    [
        ("secret key", "SECRET_KEY", "x", "set SECRET_KEY"),
        ("secret key", "SECRET_KEY", "x" * 80, "set SECRET_KEY"),
        ("debugging", "DEBUG", True, "take DEBUG away"),
        ("hosts", "ALLOWED_HOSTS", ["*"], "set ALLOWED_HOSTS"),
        ("hosts", "ALLOWED_HOSTS", [], "set ALLOWED_HOSTS"),
        ("HTTPS", "HTTPS", False, "set HTTPS=1"),
        ("trusted proxies", "ALLAUTH_TRUSTED_PROXY_COUNT", 0, "set TRUSTED_PROXIES=1"),
        ("CSRF origins", "CSRF_TRUSTED_ORIGINS", [], "set CSRF_TRUSTED_ORIGINS"),
        ("CSRF origins", "CSRF_TRUSTED_ORIGINS", ["http://learn.example.edu"], "set CSRF_TRUSTED_ORIGINS"),
        (
            "CSRF origins",
            "CSRF_TRUSTED_ORIGINS",
            ["https://other.example"],
            "ALLOWED_HOSTS lacks other.example",
        ),
        ("e-mail", "ADMINS", [], "ADMINS"),
        ("e-mail", "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "set EMAIL_URL"),
    ],
)
def test_what_is_set_wrong_is_named(
    deployment: Settings, name: str, setting: str, value: object, advice: str
) -> None:
    assert check[name]() == ""
    setattr(deployment, setting, value)
    assert advice in check[name]()


@pytest.mark.parametrize(("mode", "good"), [(0o600, True), (0o640, False), (0o604, False)])
def test_a_key_that_others_can_read_is_mended(deployment: Settings, mode: int, good: bool) -> None:
    file = deployment.VAR_DIR / "secret-key"
    file.touch()
    file.chmod(mode)
    assert (check["secret key"]() == "") is good


def test_behind_two_proxies_the_count_is_two(deployment: Settings) -> None:
    deployment.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert check["trusted proxies"]() == ""


def test_a_port_does_not_make_another_host(deployment: Settings) -> None:
    deployment.CSRF_TRUSTED_ORIGINS = ["https://learn.example.edu:8443"]
    assert check["CSRF origins"]() == ""


def test_a_cache_that_does_not_answer_is_named_without_its_password(deployment: Settings) -> None:
    location = f"redis://:a-password@127.0.0.1:{free_port()}/0"
    deployment.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location}
    }
    advice = check["cache"]()
    assert "REDIS_URL" in advice
    assert "a-password" not in advice


def test_a_cache_that_forgets_is_named(deployment: Settings) -> None:
    deployment.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "nothing is kept" in check["cache"]()


def test_a_database_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database at postgres://maya:a-password@db")

    monkeypatch.setattr(doctor.Session.objects, "create", refuse)
    assert "let the database be written" in check["database"]()
    assert "a-password" not in check["database"]()


def test_trying_to_write_leaves_nothing_behind() -> None:
    check["database"]()
    assert doctor.Session.objects.count() == 0


def test_a_migration_that_is_not_done_is_counted() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="classrooms").delete()
    assert "run `manage.py prepare`: 1 migrations" in check["migrations"]()


@pytest.mark.parametrize(("free", "good"), [(1024**3, True), (1024**3 - 1, False), (0, False)])
def test_a_disk_with_little_room_is_named(monkeypatch: pytest.MonkeyPatch, free: int, good: bool) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert (check["disk"]() == "") is good


def test_a_folder_that_is_not_there_is_named(deployment: Settings) -> None:
    deployment.VAR_DIR = Path("/no/such/folder")
    assert "/no/such/folder (VAR_DIR)" in check["disk"]()


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (4, True), (60, False), (-60, False), (86400, False)]
)
def test_a_clock_that_differs_from_the_databases_is_named(
    monkeypatch: pytest.MonkeyPatch, seconds: int, good: bool
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr(doctor, "timezone", SimpleNamespace(now=lambda: now))
    assert (check["clock"]() == "") is good


def test_a_mail_server_that_does_not_answer_is_named(deployment: Settings) -> None:
    deployment.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    deployment.EMAIL_HOST, deployment.EMAIL_PORT = "127.0.0.1", free_port()
    assert "see EMAIL_URL" in check["e-mail"]()


def test_without_a_database_it_still_says_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise DatabaseError("no route to host")

    monkeypatch.setattr(doctor, "connection", Gone())
    code, lines = run()
    assert code == 1
    assert len(lines) == len(CHECKS)
