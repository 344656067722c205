"""Questions get their choices as content, and a key that tells what they ask."""

import re
from collections import defaultdict

from django.db import migrations
from django.utils.text import slugify

SLUG_LENGTH = 40
ARTICLES = {'a', 'an', 'the'}
BETWEEN_WORDS = re.compile(r'[./_]|(?<=[a-z])(?=[A-Z])')


def fill_bank(apps, schema_editor):
    Question = apps.get_model('quizzes', 'Question')
    taken = defaultdict(set)
    for question in Question.objects.order_by('lesson', 'position', 'pk').prefetch_related('choices'):
        choices = sorted(question.choices.all(), key=lambda choice: choice.position)
        right = next((choice.text for choice in choices if choice.is_right), '')
        question.content = {'choices': [choice.text for choice in choices], 'right': right}
        question.key = free(slug_of(question.prompt), taken[question.lesson_id])
        taken[question.lesson_id].add(question.key)
        question.save(update_fields=['content', 'key'])


def slug_of(text):
    slug = ''
    for word in slugify(BETWEEN_WORDS.sub(' ', text)).split('-'):
        if word in ARTICLES:
            continue
        if len(slug) + 1 + len(word) > SLUG_LENGTH:
            break
        slug = f'{slug}-{word}'.strip('-')
    return slug if slug[:1].isalpha() else f'question-{slug}'.strip('-')


def free(base, taken):
    names = [base, *(f'{base}-{number}' for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0006_question_types'),
    ]

    operations = [
        migrations.RunPython(fill_bank, migrations.RunPython.noop),
    ]
