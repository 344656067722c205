"""Attempts name the steps that prove their questions: those that have the numbers at this moment."""

from collections import defaultdict

from django.db import migrations

AT_ONCE = 500


def name_steps(apps, schema_editor):
    keys = defaultdict(list)
    steps = apps.get_model('lessons', 'Step').objects.order_by('lesson', 'position', 'pk')
    for lesson, key in steps.values_list('lesson', 'key'):
        keys[lesson].append(key)
    attempts = apps.get_model('quizzes', 'Attempt').objects
    last = None
    while named := page_after(attempts, last):
        for attempt in named:
            numbers = [question['step'] for question in attempt.asked]
            attempt.step_keys = [key_of(number, keys[attempt.lesson_id]) for number in numbers]
        attempts.bulk_update(named, ['step_keys'])
        last = named[-1].pk


def page_after(attempts, last):
    rows = attempts.filter(step_keys__isnull=True).order_by('pk').only('asked', 'lesson')
    return list((rows.filter(pk__gt=last) if last else rows)[:AT_ONCE])


def key_of(number, keys):
    return keys[number - 1] if number <= len(keys) else f'gone-{number}'


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0003_step_keys'),
        ('lessons', '0007_name_by_keys'),
    ]

    operations = [
        migrations.RunPython(name_steps, migrations.RunPython.noop),
    ]
