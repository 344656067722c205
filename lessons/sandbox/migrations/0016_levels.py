from django.db import migrations

DONE, MASTERED = 2, 3
PASS_PERCENT = 80


def keep_levels(apps, schema_editor):
    """Whoever had passed a lesson's quiz, its lab or both before has done or mastered it."""
    LevelReached = apps.get_model("lessons", "LevelReached")
    styles = apps.get_model("lessons", "StyleProgress").objects.exclude(done_at=None)
    attempts = apps.get_model("quizzes", "Attempt").objects.exclude(finished_at=None)
    quizzes = set(apps.get_model("quizzes", "Question").objects.values_list("lesson_id", flat=True))
    labs = set(apps.get_model("sandbox", "Lab").objects.exclude(goals=[]).values_list("lesson_id", flat=True))

    passed = {"quiz": {}, "sandbox": {}, "read": {}}
    scores = attempts.order_by("finished_at").values_list("user_id", "lesson_id", "finished_at", "right", "total")
    for user, lesson, at, right, total in scores.iterator():
        if 100 * right >= PASS_PERCENT * total:
            passed["quiz"].setdefault((user, lesson), at)
    rows = styles.filter(style__in=["sandbox", "read"])
    for user, lesson, style, at in rows.values_list("user_id", "lesson_id", "style", "done_at").iterator():
        passed[style][user, lesson] = at

    reached = []
    for user, lesson in set().union(*passed.values()):
        wanted = ["quiz"] * (lesson in quizzes) + ["sandbox"] * (lesson in labs) or ["read"]
        moments = [passed[one].get((user, lesson)) for one in wanted]
        levels = {DONE: moments[0], MASTERED: max(moments) if None not in moments else None}
        reached += [
            LevelReached(user_id=user, lesson_id=lesson, level=level, reached_at=at)
            for level, at in levels.items()
            if at
        ]
    LevelReached.objects.bulk_create(reached, ignore_conflicts=True, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("lessons", "0010_levels"),
        ("quizzes", "0005_hints"),
        ("sandbox", "0015_scenario_of_a_shared_run"),
    ]

    operations = [migrations.RunPython(keep_levels, migrations.RunPython.noop)]
