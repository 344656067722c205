"""The sandbox as a Django app, and what it adds to loading the course and to the accounts."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """The sandbox chapter."""

    name = "lessons.sandbox"
    label = "sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in loading the course and in merging and keeping guests; bound the engine's memory."""
        from django.conf import settings
        from django.urls import reverse

        from lessons import aws
        from lessons.accounts.guests.clearing import register_claim
        from lessons.accounts.signals import guest_merged
        from lessons.lesson_trace import register_mode, register_step_link
        from lessons.levels import Challenge, register_challenge
        from lessons.loading import register_part, register_run_check, register_shared
        from lessons.reading.reading_time import register_work
        from lessons.sandbox.labs.loading import check_runs, lab_values, load_lab, load_scenario, remove_lab
        from lessons.sandbox.merging import (
            move_broken_accounts,
            move_lab_progress,
            move_passes,
            move_sandboxes,
            move_shared_runs,
        )
        from lessons.sandbox.models import (
            PASSED,
            BrokenAccount,
            Lab,
            LabProgress,
            Pass,
            Sandbox,
            SharedRun,
            pass_seconds_by_lesson,
        )
        from lessons.sandbox.what_if.deciding_policies import url_of
        from lessons.visualizer import Mode

        def do_page(slug: str) -> str:
            return reverse("sandbox:do", args=[slug])

        register_part("lab.yaml", load_lab, lab_values, remove_lab)
        register_shared(load_scenario)
        register_run_check(check_runs)
        register_work("do-it pass", pass_seconds_by_lesson)
        register_work("lab", Lab.objects.seconds_by_lesson)
        register_challenge(
            Challenge("do-it", "do-it pass", work="do-it pass", passed=PASSED, within="steps", page=do_page)
        )
        register_challenge(Challenge("sandbox", "lab", work="lab"))
        aws.keep_at_most(settings.SANDBOX_ACCOUNTS_IN_MEMORY, settings.SANDBOX_IDLE_SECONDS)
        guest_merged.connect(move_sandboxes, dispatch_uid="sandbox.move_sandboxes")
        guest_merged.connect(move_broken_accounts, dispatch_uid="sandbox.move_broken_accounts")
        guest_merged.connect(move_lab_progress, dispatch_uid="sandbox.move_lab_progress")
        guest_merged.connect(move_shared_runs, dispatch_uid="sandbox.move_shared_runs")
        guest_merged.connect(move_passes, dispatch_uid="sandbox.move_passes")
        register_mode(Mode.DO, lambda lesson: do_page(lesson.slug))
        register_step_link("What if?", url_of)
        register_claim("who did steps of a lesson", Pass.objects.values("user"))
        register_claim("with a sandbox", Sandbox.objects.values("user"))
        register_claim("with progress in a lab", LabProgress.objects.values("user"))
        register_claim("with a broken account", BrokenAccount.objects.values("user"))
        register_claim("with a shared run", SharedRun.objects.values("user"))
