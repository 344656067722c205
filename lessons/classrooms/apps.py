"""Classes as a Django app, and what they ask of the accounts."""

from django.apps import AppConfig


class ClassroomsConfig(AppConfig):
    """The classrooms chapter."""

    name = "lessons.classrooms"
    label = "classrooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a guest who becomes somebody, and keep who is in a class."""
        from lessons.accounts.guests.clearing import register_claim
        from lessons.accounts.signals import guest_merged
        from lessons.classrooms.merging import move_memberships
        from lessons.classrooms.models import Membership

        guest_merged.connect(move_memberships, dispatch_uid="classrooms")
        register_claim("in a class", Membership.objects.values("user"))
