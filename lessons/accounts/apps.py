from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The accounts chapter."""

    name = "lessons.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lessons.accounts import security_log, staff_sessions
        from lessons.accounts.roles import grant_instructors

        security_log.connect()
        staff_sessions.connect()

        # auth comes after the chapters in INSTALLED_APPS, so their permissions exist by then.
        post_migrate.connect(grant_instructors, sender=apps.get_app_config("auth"))
