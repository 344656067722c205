from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """The catalogue, the lesson pages and their learning styles."""

    name = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in merging a guest into an account."""
        from lessons.accounts.signals import guest_merged
        from lessons.merging import move_reading

        guest_merged.connect(move_reading, dispatch_uid="lessons.move_reading")
