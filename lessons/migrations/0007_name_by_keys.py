"""Steps and chapters get keys that say what they are, and what readers did names the steps by these.

Until now a step was known by its number: it is the step that has the number at this moment. A number that no
step has is about a step that is gone.
"""

import re

from django.db import migrations
from django.db.models import F
from django.utils.text import slugify

ARTICLES = {'a', 'an', 'the'}
SLUG_LENGTH = 40


def slug_of(text):
    slug = ''
    for word in slugify(re.sub('[./]|(?<=[a-z])(?=[A-Z])', ' ', text)).split('-'):
        if word in ARTICLES:
            continue
        if len(slug) + 1 + len(word) > SLUG_LENGTH:
            break
        slug = f'{slug}-{word}'.strip('-')
    return slug if slug[:1].isalpha() else f'step-{slug}'.strip('-')


def free(slug, taken):
    key, number = slug, 1
    while key in taken:
        number += 1
        key = f'{slug}-{number}'
    taken.add(key)
    return key


def name_steps(apps, schema_editor):
    rows = [apps.get_model('lessons', name).objects for name in ('StepSeen', 'Prediction')]
    steps = apps.get_model('lessons', 'Step').objects
    for lesson in apps.get_model('lessons', 'Lesson').objects.values_list('pk', flat=True):
        taken = set()
        number = 0
        for step in steps.filter(lesson=lesson).order_by('position', 'pk').only('action'):
            number += 1
            key = free(slug_of(step.action), taken)
            steps.filter(pk=step.pk).update(key=key)
            for kind in rows:
                kind.filter(lesson=lesson, number=number).update(step_key=key)
        for kind in rows:
            gone = kind.filter(lesson=lesson, number__gt=number)
            for lost in gone.order_by().values_list('number', flat=True).distinct():
                kind.filter(lesson=lesson, number=lost).update(step_key=f'gone-{lost}')


def name_folders(apps, schema_editor):
    lessons = apps.get_model('lessons', 'Lesson').objects
    lessons.exclude(loaded_digest='').update(folder=F('slug'))


def name_chapters(apps, schema_editor):
    """A chapter that was renamed in admin came back empty under its old title: it is that one."""
    chapters = apps.get_model('lessons', 'Chapter').objects
    taken = set()
    for chapter in chapters.order_by('position', 'pk'):
        old_title = chapter.title
        if chapter.edited_at is not None:
            come_back = chapters.filter(position=chapter.position, edited_at=None, lessons=None).first()
            if come_back is not None:
                old_title = come_back.title
                come_back.delete()
        chapters.filter(pk=chapter.pk).update(key=free(slug_of(old_title), taken))


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0006_keys'),
    ]

    operations = [
        migrations.RunPython(name_steps, migrations.RunPython.noop),
        migrations.RunPython(name_folders, migrations.RunPython.noop),
        migrations.RunPython(name_chapters, migrations.RunPython.noop),
    ]
