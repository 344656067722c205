"""What a call issued moves into its event: from a row of its own to JSON. No such row is without an event."""

from django.db import migrations, models

AS_THEY_ARE = (
    'access_key_id',
    'secret_access_key',
    'session_token',
    'account_id',
    'arn',
    'assumed_role_id',
    'issuer_access_key_id',
    'role_name',
    'role_id',
    'role_session_name',
    'user_id',
    'chained',
    'session_policy',
    'policy_arns',
    'tags',
    'transitive_tag_keys',
    'source_identity',
    'mfa_present',
)
TIMES = ('issued_at', 'expires_at')
AT_ONCE = 500


def move_into_events(apps, schema_editor):
    events = apps.get_model('sandbox', 'Event').objects
    moved = list(events.exclude(issued=None).select_related('issued').only('issued'))
    for event in moved:
        session = {name: getattr(event.issued, name) for name in AS_THEY_ARE}
        session |= {name: getattr(event.issued, name).isoformat() for name in TIMES}
        event.issued_key, event.issued_session = event.issued.access_key_id, session
    events.bulk_update(moved, ['issued_key', 'issued_session'], AT_ONCE)


def move_out_of_events(apps, schema_editor):
    events = apps.get_model('sandbox', 'Event').objects
    credentials = apps.get_model('sandbox', 'Credential').objects
    times = {name: models.DateTimeField().to_python for name in TIMES}
    moved = list(events.exclude(issued_key=None).only('sandbox_id', 'issued_session'))
    for event in moved:
        session = event.issued_session | {name: read(event.issued_session[name]) for name, read in times.items()}
        event.issued = credentials.create(sandbox_id=event.sandbox_id, **session)
    events.bulk_update(moved, ['issued'], AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0011_sessions_of_events'),
    ]

    operations = [
        migrations.RunPython(move_into_events, move_out_of_events),
        migrations.RemoveField(
            model_name='event',
            name='issued',
        ),
        migrations.DeleteModel(
            name='Credential',
        ),
    ]
