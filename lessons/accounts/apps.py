"""Accounts as a Django app: what it listens to, and whom it keeps."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The accounts chapter."""

    name = "lessons.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for what is told of accounts; keep the guests who can come back by a code."""
        from lessons.accounts import security_log
        from lessons.accounts.guests.clearing import register_claim
        from lessons.accounts.guests.return_codes import who_may_return
        from lessons.accounts.roles import grant_instructors
        from lessons.accounts.sign_in import staff_sessions

        security_log.connect()
        staff_sessions.connect()

        # auth comes after the chapters in INSTALLED_APPS, so their permissions exist by then.
        post_migrate.connect(grant_instructors, sender=apps.get_app_config("auth"))
        register_claim("with a code to come back", who_may_return())
