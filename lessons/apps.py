"""The course as a Django app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """The catalogue, the lesson pages and their learning styles."""

    name = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the glossary; take part in merging a guest into an account, and say whose work is kept."""
        from lessons import glossary
        from lessons.accounts.guests.clearing import register_claim
        from lessons.accounts.signals import guest_merged
        from lessons.loading.documents import read_document
        from lessons.loading.glossary_file import OWN_GLOSSARY, read_glossary
        from lessons.models import Prediction, Vote
        from lessons.reading.merging import move_reading

        glossary.keep(read_glossary(read_document(OWN_GLOSSARY)))
        guest_merged.connect(move_reading, dispatch_uid="lessons.move_reading")
        register_claim("with a vote on a lesson", Vote.objects.values("user"))
        register_claim("with predictions", Prediction.objects.values("user"))
